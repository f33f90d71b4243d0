"""The two services side by side: Azimut as `azimut serve`, the peer as `rasa run` with actions."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from bench.service import Program, Service
from bench.stock.environment import Environment, surroundings
from bench.stock.settings import write_settings
from bot.model import PresentModel, fingerprint, remember_model
from bot.settings import PROJECT

STOCK = "stock Rasa"
AZIMUT = "Azimut"


def azimut(folder: Path, model: Path, port: int) -> Service:
    """`azimut serve` on a data folder with this model; wider limits for visitors, see
    bench.unlimited."""
    models = folder / "var" / "models"
    models.mkdir(parents=True, exist_ok=True)
    if not (models / model.name).exists():
        shutil.copy(model, models / model.name)
    remember_model(models, PresentModel(model.name, fingerprint(), 0.0, 0))
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "AZIMUT_DATA_DIR": str(folder / "var"),
        "AZIMUT_PORT": str(port),
        "AZIMUT_LOG_LEVEL": "warning",
        "PYTHONPATH": str(PROJECT),
    }
    serve = [sys.executable, "-W", "ignore", "-m", "bench.unlimited", "serve"]
    return Service(AZIMUT, url, folder, [Program(serve, f"{url}/health/ready")], environment)


def stock(project: Path, environment: Environment, model: Path, port: int) -> Service:
    """`rasa run` and `rasa run actions` in the peer's project; ``port`` and the next."""
    write_settings(project, port + 1)
    url, actions = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
    run = ["run", "--interface", "127.0.0.1", "--port", str(port), "--model", str(model)]
    programs = [
        Program(environment.rasa(*run), f"{url}/"),
        Program(environment.rasa("run", "actions", "--port", str(port + 1)), f"{actions}/health"),
    ]
    return Service(STOCK, url, project, programs, surroundings())
