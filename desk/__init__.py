"""The desk: the counsellors' side of the house (console, appointments, administration).

Server-rendered pages with a little JavaScript; live by server-sent events, which carry ids only:
what changed is fetched again as a piece of the page.
"""
