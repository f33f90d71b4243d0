"""The pieces of the benchmark. Each starts what it needs, measures, and stops it."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import crowd, floor, services
from bench.conversations import conversations, long_conversation
from bench.desk import queue_page
from bench.plan import Plan
from bench.service import Service
from bench.services import AZIMUT, STOCK
from bench.stock.environment import folder_megabytes
from bench.stock.training import projected, train
from bot.engine_host import ONE_THREAD
from bot.settings import PROJECT

LONG = 300  # turns
EDGE = 30  # turns at each end of a long conversation
SOME, MANY, WAITING = 1_000, 1_000_000, 1_000
FEW_EPOCHS, MORE_EPOCHS, USUAL_EPOCHS = 1, 3, 100
THINNED = 8  # the short form trains the peer on one in so many examples


def sizes(plan: Plan) -> None:
    """What both installations take on disk, each as its own instructions make it."""
    plan.results.put(STOCK, install_mb=plan.stock.make().megabytes())
    ours = plan.cache / "azimut-venv"
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(ours), "UV_LINK_MODE": "copy"}
    uv = PROJECT / ".uv" / "bin" / "uv"
    command = [
        str(uv) if uv.exists() else "uv",
        "sync",
        "--frozen",
        "--no-default-groups",
        "--quiet",
    ]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True)
    plan.results.put(AZIMUT, install_mb=folder_megabytes(ours))


def training(plan: Plan) -> None:
    """Azimut, from nothing."""
    _train_ours(plan)


def stock_training(plan: Plan) -> None:
    """The peer, from nothing: for few epochs, unless in full."""
    project = _peer(plan)
    first = train(project, plan.stock, None if plan.full else FEW_EPOCHS)
    if plan.full:
        plan.results.put(STOCK, training_s=first.seconds)
        return
    second = train(project, plan.stock, MORE_EPOCHS)
    whole = projected(first, second, USUAL_EPOCHS)
    plan.results.put(STOCK, training_s=whole)
    plan.results.notes["training"] = (
        f"Azimut learns from all examples; stock from one in {THINNED}, projected to "
        f"{USUAL_EPOCHS} epochs from {first.seconds:.0f} s for {first.epochs} and "
        f"{second.seconds:.0f} s for {second.epochs}"
    )


def azimut_load(plan: Plan) -> None:
    """Azimut under visitors."""
    folder = plan.folder("azimut-load")
    shutil.rmtree(folder / "var", ignore_errors=True)
    _under_load(plan, services.azimut(folder, _model(plan), plan.port))


def stock_load(plan: Plan) -> None:
    """The peer under visitors."""
    project = _peer(plan)
    (project / "tracker.db").unlink(missing_ok=True)
    models = sorted((project / "models").glob("*.tar.gz"))
    model = models[-1] if models else train(project, plan.stock, FEW_EPOCHS).model
    _under_load(plan, services.stock(project, plan.stock, model, plan.port))


def crowded(plan: Plan) -> None:
    """Azimut with a thousand and a million stored messages, and a queue of a thousand."""
    folder = plan.folder("azimut-crowd")
    shutil.rmtree(folder / "var", ignore_errors=True)
    (folder / "output.log").unlink(missing_ok=True)
    database = folder / "var" / "azimut.db"
    with services.azimut(folder, _model(plan), plan.port) as service:
        few = _alone(plan, service)  # and the tables are there
    crowd.fill(database, MANY - WAITING * crowd.EACH, WAITING)
    with services.azimut(folder, _model(plan), plan.port) as service:
        many = _alone(plan, service)
        pages = queue_page(service)
    plan.results.put(AZIMUT, turn_few_stored_ms=few, turn_many_stored_ms=many)
    plan.results.put(AZIMUT, synchronous=crowd.synchronous(database))
    plan.results.put(AZIMUT, queue_page_ms=statistics.median(pages), queue_worst_ms=max(pages))


def engine(plan: Plan) -> None:
    """The engine alone, and with 10,000 articles."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.engine", str(_model(plan))]
    alone = {**os.environ, **ONE_THREAD}  # as in a worker
    done = subprocess.run(command, cwd=PROJECT, env=alone, capture_output=True, check=True)
    plan.results.put(AZIMUT, **json.loads(done.stdout.splitlines()[-1]))


def lowest(plan: Plan) -> None:
    """The floor: an empty request, and a commit."""
    found = floor.measure(plan.port, plan.folder("floor"))
    plan.results.put("floor", empty_ms=found["/empty"], commit_ms=found["/commit"])


PIECES: Mapping[str, Callable[[Plan], None]] = {
    "sizes": sizes,
    "training": training,
    "stock-training": stock_training,
    "stock": stock_load,
    "azimut": azimut_load,
    "crowd": crowded,
    "engine": engine,
    "floor": lowest,
}


def _under_load(plan: Plan, service: Service) -> None:
    """Ready; one, ten and fifty visitors; one long conversation; memory."""
    spoken, client, results = list(conversations(200)), plan.client, plan.results
    taken = 0
    with service:
        results.put(service.name, ready_s=service.seconds_to_ready)
        results.put(service.name, turn_ms=_alone(plan, service))
        for visitors in (10, 50):
            taken += _visitors(plan, service, visitors)
        _long(plan, service)
        taken += LONG * plan.long_conversations
        if taken < plan.turns:
            client.run(service, spoken, 10, 3600, most=plan.turns - taken, warm_up=0)
        results.put(service.name, memory_mb=service.megabytes())


def _visitors(plan: Plan, service: Service, visitors: int) -> int:
    """So many at once. Returns how many turns were taken."""
    before, front = service.cpu_seconds(), service.front_cpu_seconds()
    load = plan.client.run(service, list(conversations(200)), visitors, plan.seconds)
    every = 1000 / max(1, load.taken)
    plan.results.keep_turns(f"visitors-{visitors}", service.name, load)
    figures = {
        f"per_second_{visitors}": load.per_second,
        f"p50_{visitors}_ms": load.percentile(50),
        f"p95_{visitors}_ms": load.percentile(95),
        f"cpu_{visitors}_ms": (service.cpu_seconds() - before) * every,
        f"cpu_front_{visitors}_ms": (service.front_cpu_seconds() - front) * every,
        f"failed_{visitors}": load.failed,
        f"unsaid_{visitors}": load.unsaid,
    }
    plan.results.put(service.name, **figures)
    return load.taken


def _long(plan: Plan, service: Service) -> None:
    """A conversation of 300 turns: its end against its beginning."""
    talks = [long_conversation(LONG, seed) for seed in range(plan.long_conversations)]
    most = LONG * len(talks)
    load = plan.client.run(service, talks, 1, 3600, most=most, warm_up=0)
    plan.results.keep_turns("long", service.name, load)
    first = load.median(lambda turn: turn <= EDGE)
    last = load.median(lambda turn: turn > LONG - EDGE)
    plan.results.put(service.name, first_turns_ms=first, last_turns_ms=last)


def _alone(plan: Plan, service: Service) -> float:
    """Median milliseconds of a turn of one visitor."""
    load = plan.client.run(service, list(conversations(40)), 1, 3600, most=200, warm_up=0)
    return load.percentile(50)


def _model(plan: Plan) -> Path:
    """The model of Azimut: given, or trained now."""
    if plan.model is not None:
        return plan.model
    found = sorted(plan.folder("azimut-model").glob("models/azimut-*.tar.gz"))
    return found[-1] if found else _train_ours(plan)


def _train_ours(plan: Plan) -> Path:
    folder = plan.folder("azimut-model")
    shutil.rmtree(folder / "models", ignore_errors=True)
    nothing = plan.folder("rasa-cache")  # so that every component is trained
    shutil.rmtree(nothing)
    environment = {
        **os.environ,
        "AZIMUT_DATA_DIR": str(folder),
        "RASA_CACHE_DIRECTORY": str(nothing),
    }
    began = time.monotonic()
    command = [sys.executable, "-W", "ignore", "-m", "bot", "train"]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=sys.stderr)
    plan.results.put(AZIMUT, training_s=time.monotonic() - began)
    return next(folder.glob("models/azimut-*.tar.gz"))


def _peer(plan: Plan) -> Path:
    """The peer's project, made from our training data."""
    plan.stock.make()
    project = plan.cache / "stock" / ("whole" if plan.full else "thinned")
    if not (project / "domain.yml").exists():
        command = [sys.executable, "-W", "ignore", "-m", "bench.stock.project", str(project)]
        every = [] if plan.full else [str(THINNED)]
        subprocess.run([*command, *every], cwd=PROJECT, check=True)
    return project
