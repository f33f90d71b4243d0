"""What ``/metrics`` tells a Prometheus server: times, queues, failures. Never who or what.

Times and counts are kept as they happen; what stands in the database (queues and their ages) is
looked up when somebody asks.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from sqlalchemy import ColumnElement, Row, Select, func, select

from service.errors import ServiceError
from service.house import House
from service.types import Engine, TurnInput, TurnResult
from store.models import HandoverRow, InboxRow, OutboxRow

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TURN = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds
STREAMS = ("/events",)  # answers that stay open: their time says nothing


class HasModel(Protocol):
    """An engine that tells which model it answers with."""

    @property
    def model(self) -> str:
        """The name of the model's file; empty while there is none."""
        ...


class Metrics:
    """All that is measured in one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        ProcessCollector(registry=registry)  # memory, open files, processor time
        self.turn_seconds = Histogram(
            "azimut_engine_turn_seconds",
            "Time that the engine takes for a turn",
            buckets=TURN,
            registry=registry,
        )
        self.turn_errors = Counter(
            "azimut_engine_turn_errors",
            "Turns that the engine could not take",
            ["reason"],
            registry=registry,
        )
        self.requests = Histogram(
            "azimut_http_request_seconds",
            "Requests by route and status; streams are left out",
            ["method", "route", "status"],
            buckets=TURN,
            registry=registry,
        )
        self._engine_up = self._gauge("engine_up", "1 when the engine can take turns")
        self._database_up = self._gauge("database_up", "1 when the database answers")
        self._inbox = self._gauge("inbox_waiting", "Accepted messages without a turn")
        self._inbox_age = self._gauge("inbox_oldest_seconds", "Age of the oldest of them")
        self._queue = self._gauge("queue_waiting", "Visitors who wait for a counsellor", "urgent")
        self._queue_age = self._gauge("queue_oldest_seconds", "Age of the oldest of them", "urgent")
        self._outbox = self._gauge("outbox_rows", "Messages to platforms", "channel", "status")
        self._outbox_age = self._gauge(
            "outbox_oldest_seconds", "Age of the oldest that waits to be sent", "channel"
        )
        self._alarm = self._gauge("alarm", "1 while the desk shows this alarm", "name")
        self._model = self._gauge("model_info", "The model that answers", "model")

    async def refresh(self, house: House, engine: Engine) -> None:
        """Look up what stands in the database. A database that is away is itself a finding."""
        self._engine_up.set(await engine.ready())
        self._model.clear()
        self._model.labels(getattr(engine, "model", "") or "none").set(1)
        self._alarm.clear()
        for alarm in house.alarms.present():
            self._alarm.labels(alarm.name).set(1)
        try:
            await self._look(house)
        except ServiceError as error:
            log.warning("metrics.incomplete", reason=type(error).__name__)
            self._database_up.set(0)
        else:
            self._database_up.set(1)

    async def _look(self, house: House) -> None:
        now = house.core.now()
        async with house.core.read() as session:
            inbox = (await session.execute(_inbox())).one()
            queue = (await session.execute(_queue())).all()
            outbox = (await session.execute(_outbox())).all()
        self._inbox.set(inbox[0])
        self._inbox_age.set(_age(inbox[1], now))
        self._set_queue(queue, now)
        self._outbox.clear()
        self._outbox_age.clear()
        for channel, status, count, oldest in outbox:
            self._outbox.labels(channel, status).set(count)
            if status == "pending":
                self._outbox_age.labels(channel).set(_age(oldest, now))

    def _set_queue(self, rows: Sequence[Row[tuple[bool, int, datetime]]], now: datetime) -> None:
        found = {bool(urgent): (count, oldest) for urgent, count, oldest in rows}
        for urgent in (False, True):
            count, oldest = found.get(urgent, (0, None))
            self._queue.labels(str(urgent).lower()).set(count)
            self._queue_age.labels(str(urgent).lower()).set(_age(oldest, now))

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"azimut_{name}", meaning, labels, registry=self.registry)


class TimedEngine:
    """An engine whose turns are measured. Implements ``service.types.Engine``."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics

    async def respond(self, turn: TurnInput) -> TurnResult:
        """Take a turn. Raises what the engine raises."""
        began = time.perf_counter()
        try:
            result = await self._engine.respond(turn)
        except Exception as error:
            self._metrics.turn_errors.labels(type(error).__name__).inc()
            raise
        self._metrics.turn_seconds.observe(time.perf_counter() - began)
        return result

    async def ready(self) -> bool:
        """Whether turns can be taken."""
        return await self._engine.ready()


def measure_requests(metrics: Metrics) -> Callable[..., Awaitable[web.StreamResponse]]:
    """A middleware: time and status of every answer, by route and never by address."""

    @web.middleware
    async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
        began, status = time.perf_counter(), 500
        try:
            response = await handler(request)
            status = response.status
            return response
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            route = _route(request)
            if not route.endswith(STREAMS):
                took = time.perf_counter() - began
                metrics.requests.labels(request.method, route, str(status)).observe(took)

    return measure


def _route(request: web.Request) -> str:
    """The pattern of the route; what fits none is one group, whatever people try."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "(none)"


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment is not None else 0.0


def _inbox() -> Select[tuple[int, datetime]]:
    waiting: ColumnElement[bool] = InboxRow.done_at.is_(None)
    return select(func.count(), func.min(InboxRow.received_at)).where(waiting)


def _queue() -> Select[tuple[bool, int, datetime]]:
    return (
        select(HandoverRow.urgent, func.count(), func.min(HandoverRow.created_at))
        .where(HandoverRow.closed_at.is_(None), HandoverRow.counsellor_id.is_(None))
        .group_by(HandoverRow.urgent)
    )


def _outbox() -> Select[tuple[str, str, int, datetime]]:
    return select(
        OutboxRow.channel, OutboxRow.status, func.count(), func.min(OutboxRow.created_at)
    ).group_by(OutboxRow.channel, OutboxRow.status)
