"""The web channel: the API, the events, and the widget with its pages."""
