from pathlib import Path

import pytest

from tools import scratch
from tools.scratch import scratch_folder


def meminfo(folder: Path, kib: int) -> Path:
    path = folder / "meminfo"
    path.write_text(f"MemTotal: 99999999 kB\nMemAvailable: {kib} kB\nSwapTotal: 0 kB\n")
    return path


def test_plenty_of_memory_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "ENOUGH_BYTES", 2**20)

    assert scratch_folder(tmp_path, meminfo(tmp_path, 2048)) == tmp_path


def test_without_room_or_memory_the_disk_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "ENOUGH_BYTES", 2**20)
    assert scratch_folder(tmp_path, meminfo(tmp_path, 2047)) is None
    assert scratch_folder(tmp_path / "none", meminfo(tmp_path, 2048)) is None

    monkeypatch.setattr(scratch, "ENOUGH_BYTES", 2**60)

    assert scratch_folder(tmp_path, meminfo(tmp_path, 2048)) is None
