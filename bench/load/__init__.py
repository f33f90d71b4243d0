"""Visitors at once, by locust."""
