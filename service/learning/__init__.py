"""What the house learns: from gaps to phrasings and articles, tried out, then published.

Accepted changes and trained models live in the database; the article files are never written.
"""
