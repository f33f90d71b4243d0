"""Damaged models are refused before anything of them is unpacked."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from bot.errors import ModelMissing
from bot.model import check_archive


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """An archive like a model's."""
    path = tmp_path / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for number in range(3):
            content = bytes((number * 31 + place * place) % 251 for place in range(9000))
            member = tarfile.TarInfo(f"components/{number}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_a_whole_model_passes(whole: Path) -> None:
    check_archive(whole)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other", "flipped"])
def test_a_damaged_one_is_told_in_one_line(whole: Path, damage: str) -> None:
    good = whole.read_bytes()
    middle = len(good) // 2
    damaged = {
        "empty": b"",
        "cut": good[:middle],
        "other": b"<html>not found</html>",
        "flipped": good[:middle] + bytes([good[middle] ^ 4]) + good[middle + 1 :],
    }
    if damage == "missing":
        whole.unlink()
    else:
        whole.write_bytes(damaged[damage])
    with pytest.raises(ModelMissing) as found:
        check_archive(whole)
    assert "run `azimut train`" in str(found.value)
    assert "\n" not in str(found.value)
