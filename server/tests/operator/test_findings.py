"""`check` says each thing that is wrong in one sentence with what to do, and nothing when all is well."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from waxpost_server.keylog.head import HeadFile, LogHead
from waxpost_server.kit import checkup
from waxpost_server.kit.clock import TurnableClock, use_clock
from waxpost_server.kit.settings import Settings
from waxpost_server.operator.findings import all_findings
from waxpost_server.operator.terminal import MIGRATIONS

Breakage = Callable[[Settings], Settings]


async def test_nothing_is_said_when_all_is_well_and_nothing_changes(installation: Settings) -> None:
    before = contents(installation.data_dir)

    assert await all_findings(installation, MIGRATIONS) == []

    assert contents(installation.data_dir) == before


def open_data(settings: Settings) -> Settings:
    settings.data_dir.chmod(0o755)
    return settings


def open_secret(settings: Settings) -> Settings:
    (settings.secrets_dir / "pepper").chmod(0o644)
    return settings


def cut_secret(settings: Settings) -> Settings:
    (settings.secrets_dir / "pepper").write_bytes(b"short")
    return settings


def other_log_key(settings: Settings) -> Settings:
    (settings.secrets_dir / "log_key").write_bytes(bytes(32))
    return settings


def longer_log(settings: Settings) -> Settings:
    file = HeadFile(settings.data_dir)
    head = file.read()
    assert head is not None
    file.keep(LogHead(head.number, head.origin, head.size + 1, bytes(32)))
    return settings


def garbled_head(settings: Settings) -> Settings:
    HeadFile(settings.data_dir).path.write_text("what?")
    return settings


BROKEN: list[tuple[Breakage, str]] = [
    (open_data, "run `chmod 700"),
    (open_secret, "run `chmod 600"),
    (cut_secret, "is damaged: restore it"),
    (other_log_key, "signed with another key"),
    (longer_log, "restart-log"),
    (garbled_head, "cannot be read. Restore"),
    (lambda s: replace(s, base_url="http://waxpost.example.org"), "Put https in front."),
    (lambda s: replace(s, base_url="https://waxpost.example.org"), "WAXPOST_TRUSTED_PROXIES is empty"),
    (lambda s: replace(s, trusted_proxies=(ip_network("0.0.0.0/0"),)), "Name the proxy's own address."),
    (lambda s: replace(s, web_dir=s.data_dir), "no web application"),
]


@pytest.mark.parametrize(("breaks", "says"), BROKEN, ids=[says for _, says in BROKEN])
async def test_one_thing_wrong_is_one_sentence(installation: Settings, breaks: Breakage, says: str) -> None:
    broken = breaks(installation)

    found = await all_findings(broken, MIGRATIONS)

    assert len(found) == 1, found
    assert says in found[0]


async def test_a_disk_that_is_nearly_full_is_said(installation: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LEAST_FREE_BYTES", shutil.disk_usage(installation.data_dir).free * 2)

    (sentence,) = await all_findings(installation, MIGRATIONS)

    assert "make room" in sentence


@pytest.mark.parametrize(
    ("at", "says"),
    [(lambda: 1000, "1970-01-01T00:16:40Z"), (lambda: int(time.time()) - 86400, "the key log was signed at")],
)
async def test_a_clock_that_is_wrong_is_said(installation: Settings, at: Callable[[], int], says: str) -> None:
    with use_clock(TurnableClock(at())):
        found = await all_findings(installation, MIGRATIONS)

    assert any(says in sentence for sentence in found)


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
async def test_a_database_that_others_may_read_is_said(installation: Settings) -> None:
    path = installation.data_dir / "waxpost.db"
    path.chmod(0o644)

    assert await all_findings(installation, MIGRATIONS) == [f"Others may read the database: run `chmod 600 {path}`."]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that stays; SQLite's shared memory comes and goes with its readers."""
    return {
        os.path.relpath(path, folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }
