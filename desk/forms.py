"""Reading forms: typed fields, and one error that names the field which is wrong."""

from __future__ import annotations

import re
from datetime import date, time

from aiohttp import web
from multidict import MultiDictProxy

from desk.errors import BadForm

_NUMBER = re.compile(r"^[0-9]{1,9}$")


def small_number(text: str) -> int | None:
    """A number as it stands in an address or a form: digits, and few enough for a database."""
    return int(text) if _NUMBER.match(text) else None


class Form:
    """The fields of a posted form. Files are refused."""

    def __init__(self, fields: MultiDictProxy[str | bytes | bytearray | web.FileField]) -> None:
        self._fields = fields

    def text(self, name: str, default: str | None = None) -> str:
        """Raises BadForm when it is missing and there is no default."""
        value = self._fields.get(name, default)
        if not isinstance(value, str):
            raise BadForm(name)
        return value.replace("\r\n", "\n").replace("\0", "").strip()

    def exact(self, name: str) -> str:
        """A text as it was typed, spaces and all (passwords)."""
        value = self._fields.get(name, "")
        return value if isinstance(value, str) else ""

    def needed(self, name: str) -> str:
        """A text that may not be empty."""
        value = self.text(name, "")
        if not value:
            raise BadForm(name)
        return value

    def one_of(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of some values."""
        value = self.text(name, default)
        if value not in allowed:
            raise BadForm(name)
        return value

    def some_of(self, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """The ticked boxes of a name, in the order of ``allowed``."""
        values = self._fields.getall(name, [])
        if any(value not in allowed for value in values):
            raise BadForm(name)
        return tuple(value for value in allowed if value in values)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The ticked boxes of a name, which are numbers. Raises BadForm when none is ticked."""
        values = [small_number(str(value)) for value in self._fields.getall(name, [])]
        numbers = tuple(value for value in values if value is not None)
        if not numbers or len(numbers) < len(values):
            raise BadForm(name)
        return numbers

    def number(self, name: str) -> int:
        """A whole number, not negative."""
        number = small_number(self.text(name))
        if number is None:
            raise BadForm(name)
        return number

    def day(self, name: str) -> date:
        """An ISO date."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise BadForm(name) from None

    def clock(self, name: str) -> time:
        """An ISO time of the day, in Brussels."""
        try:
            clock = time.fromisoformat(self.text(name))
        except ValueError:
            raise BadForm(name) from None
        if clock.tzinfo is not None:
            raise BadForm(name)
        return clock

    def ticked(self, name: str) -> bool:
        """A check box."""
        return bool(self.text(name, ""))


async def read_form(request: web.Request) -> Form:
    """What was posted. Raises BadForm when it is not text; no form of ours sends files."""
    if request.content_type == "multipart/form-data":
        raise BadForm("type")
    try:
        return Form(await request.post())
    except (UnicodeDecodeError, LookupError) as error:
        raise BadForm("charset") from error
