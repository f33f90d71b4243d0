"""Messenger, by Meta's Messenger Platform."""
