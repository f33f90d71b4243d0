"""What a webhook tells beside messages: statuses, watermarks, echoes, who has the thread."""

from __future__ import annotations

import structlog

from channels.graph.codes import Verdict, verdict, wait_for
from channels.graph.notifications import Echo, Notifications, StatusReport
from service.house import House

log = structlog.get_logger(__name__)
_SECOND_THOUGHTS = 30.0  # seconds until a send that failed for a passing reason goes again


class Reports:
    """Passes them on to the house, for one platform."""

    def __init__(self, house: House, channel: str, own_app: str | None = None) -> None:
        self._house = house
        self._channel = channel
        self._own_app = own_app

    async def pass_on(self, told: Notifications) -> None:
        """All of them; each is harmless when it comes twice or late. Raises Busy."""
        for status in told.statuses:
            await self._status(status)
        for mark in told.watermarks:
            await self._house.outbox.report_until(
                self._channel, mark.account, mark.person, mark.status, mark.until
            )
        for echo in told.echoes:
            await self._echo(echo)
        for move in told.moves:
            if move.to_us:
                await self._house.elsewhere.returned(self._channel, move.account, move.person)
            else:
                await self._house.elsewhere.answered(
                    self._channel, move.account, move.person, move.at
                )

    async def _status(self, report: StatusReport) -> None:
        code = report.error_code
        if report.status == "failed" and verdict(200, code) is Verdict.LATER:
            await self._house.outbox.again(
                self._channel,
                wait_for(code, 1) or _SECOND_THOUGHTS,
                opaque=report.opaque,
                platform_message_id=report.platform_message_id,
            )
            return
        if report.status == "failed":
            log.warning("send.failed", channel=self._channel, code=code)
            if verdict(200, code) is Verdict.CHANNEL_DOWN:
                await self._house.alarms.ring(self._channel, "channel_down")
        await self._house.outbox.report(
            self._channel,
            report.status,
            opaque=report.opaque,
            platform_message_id=report.platform_message_id,
            error=verdict(200, code).value if report.status == "failed" else None,
        )

    async def _echo(self, echo: Echo) -> None:
        """Ours says that the send arrived; any other is a human who answered elsewhere."""
        ours = await self._house.outbox.report(
            self._channel,
            "sent",
            opaque=echo.opaque,
            platform_message_id=echo.platform_message_id,
        )
        if ours or (self._own_app is not None and echo.by_app == self._own_app):
            return
        await self._house.elsewhere.answered(self._channel, echo.account, echo.person, echo.at)
