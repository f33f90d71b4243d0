"""How long the desk's queue page takes, for a counsellor who is signed in."""

from __future__ import annotations

import re
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bench.service import Service

READINGS = 20


def queue_page(service: Service) -> list[float]:
    """Milliseconds of each reading, until the last byte."""
    browser = _signed_in(service)
    address = f"{service.url}/desk/"
    page = browser.open(address).read().decode()
    if "sign-in" in page.partition("<main")[2]:
        raise RuntimeError("the demo counsellor could not sign in")
    return [_reading(browser, address) for _ in range(READINGS)]


def _reading(browser: OpenerDirector, address: str) -> float:
    began = time.perf_counter()
    browser.open(address).read()
    return (time.perf_counter() - began) * 1000


def _signed_in(service: Service) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    address = f"{service.url}/desk/sign-in"
    form = browser.open(address).read().decode()
    fields = {
        "token": _found(r'name="token" value="([^"]+)"', form),
        "next": "/desk/",
        "login": "demo",
        "password": _password(service.folder / "output.log"),
    }
    browser.open(address, urlencode(fields).encode())
    return browser


def _password(output: Path) -> str:
    """Printed at the first start."""
    return _found(r"password (\S+)", output.read_text("utf-8"))


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"{pattern} is not there")
    return match[1]
