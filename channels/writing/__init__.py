"""How messages of the house read on a platform: Markdown rendered, long text split, choices
laid out. Nothing here knows a wire format."""
