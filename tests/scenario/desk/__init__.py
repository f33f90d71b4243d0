"""The desk through the real application, with a fake engine."""
