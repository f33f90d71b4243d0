"""Static files under an address that changes with their contents: kept by browsers for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent / "static"
_PREFIX = "/desk/static"


class StaticFiles:
    """The files of the desk. Any version in the address gives the present file."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        digest = hashlib.sha256()
        for path in self._files.values():
            digest.update(path.read_bytes())
        self.version = digest.hexdigest()[:12]

    def address(self, name: str) -> str:
        """The address of a file. Raises KeyError for one that does not exist."""
        return f"{_PREFIX}/{self.version}/{self._files[name].relative_to(_FOLDER).as_posix()}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One file; only known names, so that no path leads out of the folder."""
        path = self._files.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path)
