"""What every request to the desk passes: headers, and errors that people understand."""

from __future__ import annotations

import traceback
from pathlib import Path
from urllib.parse import quote

import aiohttp_jinja2
import structlog
from aiohttp import web

from desk.errors import DeskError, SignedOut
from desk.visit import FETCH_HEADER, Plain
from service.errors import AlreadyClaimed, ServiceError, Throttled
from service.wording import known, say

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_STATIC_LIFE = 365 * 24 * 3600  # seconds; the address changes with the files
log = structlog.get_logger(__name__)


@web.middleware
async def guard(request: web.Request, handler: Plain) -> web.StreamResponse:
    """Errors become pages, or JSON for our scripts. The rest is for the root application."""
    try:
        response = await handler(request)
    except SignedOut:
        response = _to_sign_in(request)
    except (ServiceError, DeskError) as error:
        response = tell(request, error.status, *_words(request, error))
        if isinstance(error, Throttled):
            response.headers["Retry-After"] = str(int(error.retry_after) + 1)
    except web.HTTPException as error:
        if error.status < 400 or "/static/" in request.path:
            raise
        code = "not_found" if error.status == 404 else "form"
        response = tell(request, error.status, code, say(f"desk.error.{code}", language(request)))
    except ConnectionError:
        raise
    except Exception as error:
        _note(request, error)
        response = tell(request, 500, "internal", say("desk.error.internal", language(request)))
    return response


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """The desk's own policy; static files may be kept."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    if "/static/" in request.path and response.status in {200, 304}:
        response.headers["Cache-Control"] = f"private, max-age={_STATIC_LIFE}, immutable"


def language(request: web.Request) -> str:
    """Of pages before signing in: what was chosen, else what the browser asks for."""
    chosen = request.query.get("language") or request.cookies.get("azimut-desk-language")
    if chosen in {"fr", "nl"}:
        return str(chosen)
    header = request.headers.get("Accept-Language", "").lower()
    dutch, french = header.find("nl"), header.find("fr")
    return "nl" if dutch >= 0 and (french < 0 or dutch < french) else "fr"


def tell(request: web.Request, status: int, code: str, message: str) -> web.Response:
    """An error, to a person or to a script."""
    if FETCH_HEADER in request.headers:
        return web.json_response({"error": {"code": code, "message": message}}, status=status)
    context = {"message": message, "status": status, "language": language(request)}
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)


def _words(request: web.Request, error: ServiceError | DeskError) -> tuple[str, str]:
    """The code and the text of an error; the desk's own text wins over the visitors' one."""
    field = getattr(error, "field", str(error))
    if error.status == 400 and known(f"desk.field.{field}"):
        name = say(f"desk.field.{field}", language(request))
        return error.code, say("desk.error.wrong_field", language(request), field=name)
    own, general = f"desk.error.{error.code}", f"error.{error.code}"
    key = next((key for key in (own, general) if known(key)), "desk.error.internal")
    by = error.by if isinstance(error, AlreadyClaimed) else ""
    return error.code, say(key, language(request), by=by)


def _to_sign_in(request: web.Request) -> web.Response:
    if FETCH_HEADER in request.headers or request.path.endswith("/events"):
        return tell(request, 401, "signed_out", say("desk.error.signed_out", language(request)))
    here = request.path_qs if request.method == "GET" else "/desk/"
    return web.Response(
        status=303, headers={"Location": f"/desk/sign-in?next={quote(here, safe='')}"}
    )


def _note(request: web.Request, error: Exception) -> None:
    """Into the log: where it failed. Neither the error's text nor values: they may hold words
    of a visitor."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:]]
    log.error("desk.failed", method=request.method, error=type(error).__name__, where=where)
