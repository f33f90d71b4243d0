"""The cookies of the desk."""

from __future__ import annotations

from aiohttp import web

from desk.options import DeskOptions

PATH = "/desk"


def session_cookie(options: DeskOptions) -> str:
    """Browsers refuse a ``__Secure-`` cookie that did not come over TLS."""
    return "__Secure-azimut-desk" if options.secure_cookies else "azimut-desk"


def read_session(request: web.Request, options: DeskOptions) -> str | None:
    """The token of the session, if the browser sent one."""
    return request.cookies.get(session_cookie(options))


def set_cookie(
    response: web.StreamResponse, options: DeskOptions, name: str, value: str, life: int | None
) -> None:
    """``life`` in seconds; None: until the browser is closed.

    Lax and not Strict: a calendar's link, or the way back from OpenID Connect, must find the
    session. What changes something is a POST with a token.
    """
    response.set_cookie(
        name,
        value,
        path=PATH,
        max_age=life,
        httponly=True,
        secure=options.secure_cookies,
        samesite="Lax",
    )


def drop_cookie(response: web.StreamResponse, options: DeskOptions, name: str) -> None:
    """Delete it."""
    response.del_cookie(name, path=PATH, httponly=True, secure=options.secure_cookies)
