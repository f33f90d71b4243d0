"""Keeps Rasa quiet. To be imported before anything of Rasa.

Embedded, Rasa prints visitors' text through structlog's default configuration, reports to its
makers, and lets TensorFlow talk. Each is switched off here, before the first import.
"""

from __future__ import annotations

import logging
import os
import warnings

import structlog

SILENT = ("rasa", "rasa_sdk", "apscheduler", "matplotlib", "tensorflow", "h5py", "sanic")


def hush_rasa() -> None:
    """Telemetry off, texts out of the logs, warnings of old libraries ignored."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")  # rasa run actions binds everything else
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.simplefilter("ignore")
    warnings.showwarning = _unsaid  # Sanic, once imported, asks for deprecations again
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _unsaid(*warning: object, **more: object) -> None:
    """Says nothing."""
