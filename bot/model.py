"""Which model is the present one, and whether it matches the data."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import ModelMissing
from bot.settings import PROJECT

PARTS = ("config.yml", "domain.yml", "data", "knowledge", "nlu")
ENDINGS = {".yml", ".yaml", ".py", ".txt", ".csv"}


@dataclass(frozen=True, slots=True)
class PresentModel:
    """What ``current.json`` in the models folder says."""

    file: str
    fingerprint: str
    seconds: float
    bytes: int


def fingerprint(project: Path = PROJECT, knowledge: Path | None = None) -> str:
    """A hash of everything that a model is made from. ``knowledge``: a folder whose articles
    stand in for the project's."""
    digest = hashlib.sha256()
    sources = {path.relative_to(project): path for path in _sources(project)}
    if knowledge is not None:
        own = {Path("knowledge") / path.relative_to(knowledge) for path in sources_in(knowledge)}
        sources = {name: path for name, path in sources.items() if not _replaced(name)}
        sources |= {name: knowledge / name.relative_to("knowledge") for name in own}
    for name, path in sorted(sources.items()):
        digest.update(str(name).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def present_model(models: Path) -> PresentModel | None:
    """The model that was trained last, if its file is still there."""
    try:
        present = PresentModel(**json.loads((models / "current.json").read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return present if (models / present.file).is_file() else None


def remember_model(models: Path, model: PresentModel) -> None:
    """Make a model the present one, in one step: a crash leaves the old or the new."""
    draft = models / f"current.json.{os.getpid()}"
    draft.write_text(json.dumps(asdict(model), indent=1), "utf-8")
    draft.replace(models / "current.json")


def check_archive(model: Path) -> None:
    """Read it through, without unpacking. Raises ModelMissing when it is damaged."""
    try:
        with gzip.open(model) as file, tarfile.open(fileobj=file, mode="r:") as archive:
            archive.getmembers()
            while file.read(1 << 20):  # to the checksum at its end
                pass
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise ModelMissing(f"{model}: cannot be loaded ({error}); run `azimut train`") from error


def sources_in(knowledge: Path) -> Iterator[Path]:
    """The files of a knowledge folder."""
    return knowledge.rglob("*.yml")


def _replaced(name: Path) -> bool:
    return name.parts[0] == "knowledge" and name.suffix == ".yml"


def _sources(project: Path) -> Iterator[Path]:
    for part in PARTS:
        path = project / part
        if path.is_file():
            yield path
        for inner in path.rglob("*"):
            if inner.suffix in ENDINGS and inner.is_file():
                yield inner
