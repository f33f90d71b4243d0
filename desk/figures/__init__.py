"""The desk's pages of figures: exact, for signed-in people."""
