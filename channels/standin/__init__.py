"""A stand-in for Meta: a server that plays the Graph API, strict about every limit, and sends
real, signed webhooks. ``azimut simulate`` and the tests use it; the service never does."""
