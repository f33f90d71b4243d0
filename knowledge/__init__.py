"""The knowledge base: articles in two languages, their sources, checks and search.

Knows nothing of chat: whoever wants an answer asks :func:`knowledge.loader.load_knowledge` for
the articles and :meth:`knowledge.model.Article.shown` for what one visitor should see.
"""
