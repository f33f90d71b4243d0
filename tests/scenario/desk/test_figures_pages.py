"""The desk's pages of figures."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp.test_utils import TestServer

from service.house import House
from service.reporting.period import Period
from tests.support.desk_support import Browser, browsing
from tests.support.facts_support import by_hand, keep, made_up_facts

LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
PAGES = ("overview", "audience", "hours", "quality", "subjects")
IMAGE = re.compile(r'<img class="drawing" src="([^"]+)" alt="([^"]+)"')


@pytest.fixture(autouse=True)
async def facts(house: House) -> AsyncIterator[int]:
    talks, questions = made_up_facts(4, 300, LAST_YEAR)
    await keep(house.core, talks, questions)
    await house.statistics.refresh()
    yield by_hand(talks, LAST_YEAR)[()]


@pytest.mark.parametrize("page", PAGES)
async def test_each_page_has_tables_and_drawings_without_styles(amina: Browser, page: str) -> None:
    status, text = await amina.get(f"/desk/statistics/{page}?period=year&from=2025-01-01")
    assert status == 200 and "<table" in text and "style=" not in text
    for source, alt in IMAGE.findall(text)[:2]:
        assert "Graphique" in alt
        status, svg = await amina.get(source.replace("&amp;", "&"))
        assert status == 200 and "<svg" in svg
        assert "style" not in svg and "<script" not in svg


async def test_the_address_holds_everything(amina: Browser, facts: int) -> None:
    _, text = await amina.get("/desk/statistics/overview?period=year&from=2025-06-01")
    assert f"<strong>{facts}</strong>" in text
    assert "du 1er janvier 2025 au 31 décembre 2025" in text
    earlier = re.search(r'href="\?([^"]+)" rel="prev"', text)
    assert earlier is not None and "from=2024-01-01" in earlier[1]
    _, dutch = await amina.get(
        "/desk/statistics/overview?period=days&from=2025-02-01&to=2025-02-10&language=nl"
    )
    assert 'value="nl" selected' in dutch and 'value="2025-02-10"' in dutch


async def test_what_makes_no_sense_is_refused(amina: Browser) -> None:
    for query in (
        "period=century",
        "from=yesterday",
        "from=1066-10-14",
        "channel=fax",
        "theme=x'--",
        "period=days&from=2025-02-01&to=2025-01-01",
    ):
        assert (await amina.get(f"/desk/statistics/overview?{query}"))[0] == 400, query
    assert (await amina.get("/desk/statistics/nothing"))[0] == 404
    assert (await amina.get("/desk/statistics/drawing/summary.svg"))[0] == 404


async def test_the_report_is_a_file(amina: Browser, house: House, facts: int) -> None:
    query = "period=year&from=2025-01-01"
    for kind, begins in (("csv", "\ufefftableau,ligne"), ("html", "<!doctype html>")):
        status, text = await amina.get(f"/desk/statistics/report?format={kind}&{query}")
        assert status == 200 and text.startswith(begins), kind
        assert str(facts) in text
    assert (await amina.get("/desk/statistics/report?format=exe"))[0] == 404
    assert any(entry.action == "download_report" for entry in await house.audit.read())


async def test_published_tables_are_rounded_and_of_past_years(amina: Browser) -> None:
    status, text = await amina.get("/desk/statistics/published?year=2025")
    assert status == 200
    numbers = re.findall(r"<td>([^<]+)</td>", text)
    assert numbers and all(int(re.sub(r"\D", "", number)) % 5 == 0 for number in numbers)
    assert (await amina.get("/desk/statistics/published?year=2026"))[0] == 400


async def test_exact_figures_are_for_signed_in_people(server: TestServer) -> None:
    async with browsing(server) as nobody:
        for path in ("overview", "drawing/hours.svg", "report?format=csv", "published"):
            assert 'name="login"' in (await nobody.get(f"/desk/statistics/{path}"))[1]
