"""A backup is whole or refused, and a restore writes nothing where something is."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tools.postgres import drop_database, new_database
from waxpost_server.keylog.head import HeadFile, LogHead
from waxpost_server.kit.migrate import DatabaseIsNewer
from waxpost_server.kit.settings import Settings
from waxpost_server.operator import backup as backup_module
from waxpost_server.operator.backup import back_up
from waxpost_server.operator.findings import all_findings
from waxpost_server.operator.manifest import BackupRefused
from waxpost_server.operator.restore import restore
from waxpost_server.operator.terminal import MIGRATIONS


@pytest.fixture
def elsewhere(installation: Settings, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an empty place, on the same kind of database."""
    url = f"sqlite:///{tmp_path / 'new' / 'waxpost.db'}"
    if not installation.is_embedded:
        url = new_database(request.getfixturevalue("postgres_url"))
    yield replace(installation, data_dir=tmp_path / "new", database_url=url, blobs_url="")
    if not installation.is_embedded:
        drop_database(url)


async def test_a_restored_installation_has_nothing_to_mend(
    installation: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    made = await back_up(installation, tmp_path / "backup")

    assert await restore(elsewhere, tmp_path / "backup", MIGRATIONS) == made

    assert await all_findings(elsewhere, MIGRATIONS) == []
    for secret in installation.secrets_dir.iterdir():
        assert (elsewhere.secrets_dir / secret.name).read_bytes() == secret.read_bytes()


async def test_a_restore_checks_everything_before_it_writes(
    installation: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    made = await back_up(installation, backup)
    manifest = (backup / "manifest.json").read_text()
    for file in made.files:
        whole = (backup / file.path).read_bytes()
        (backup / file.path).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(BackupRefused, match="was changed after the backup"):
            await restore(elsewhere, backup, MIGRATIONS)
        (backup / file.path).write_bytes(whole)
    refusals: list[tuple[dict[str, object], type[Exception]]] = [
        ({"format": 2}, BackupRefused),
        ({"revision": "9999"}, DatabaseIsNewer),
        ({"database": "postgresql" if installation.is_embedded else "sqlite"}, BackupRefused),
        ({"files": [{"path": "../data/secrets/pepper", "bytes": 32, "sha256": ""}]}, BackupRefused),
    ]
    for changes, refusal in refusals:
        (backup / "manifest.json").write_text(json.dumps(json.loads(manifest) | changes))
        with pytest.raises(refusal):
            await restore(elsewhere, backup, MIGRATIONS)
    (backup / "manifest.json").unlink()
    with pytest.raises(BackupRefused, match="it is no backup"):
        await restore(elsewhere, backup, MIGRATIONS)

    assert not elsewhere.data_dir.exists()


async def test_a_restore_into_a_used_place_is_refused_and_touches_nothing(
    installation: Settings, tmp_path: Path
) -> None:
    await back_up(installation, tmp_path / "backup")
    with pytest.raises(BackupRefused, match="is not empty"):
        await restore(installation, tmp_path / "backup", MIGRATIONS)
    empty = replace(installation, data_dir=tmp_path / "empty", blobs_url="")

    with pytest.raises(BackupRefused, match=r"exists: move it away|already has tables"):
        await restore(empty, tmp_path / "backup", MIGRATIONS)

    assert not empty.data_dir.exists()


async def test_a_restore_that_fails_midway_leaves_nothing_and_can_be_repeated(
    installation: Settings, elsewhere: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await back_up(installation, tmp_path / "backup")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfileobj", fail)
        with pytest.raises(OSError, match="No space left"):
            await restore(elsewhere, tmp_path / "backup", MIGRATIONS)
    assert [path for path in elsewhere.data_dir.rglob("*") if path.is_file()] == []

    await restore(elsewhere, tmp_path / "backup", MIGRATIONS)

    assert await all_findings(elsewhere, MIGRATIONS) == []


async def test_a_head_that_knows_more_than_the_backup_stays(
    installation: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    await back_up(installation, tmp_path / "backup")
    known = HeadFile(installation.data_dir).read()
    assert known is not None
    further = LogHead(known.number, known.origin, known.size + 3, bytes(32))
    HeadFile(elsewhere.data_dir).keep(further)

    await restore(elsewhere, tmp_path / "backup", MIGRATIONS)

    assert HeadFile(elsewhere.data_dir).read() == further
    assert any("restart-log" in sentence for sentence in await all_findings(elsewhere, MIGRATIONS))


async def test_a_log_that_grows_during_the_snapshot_is_taken_again(
    installation: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []
    write = backup_module._write_database

    async def while_somebody_joins(settings: Settings, folder: Path) -> None:
        await write(settings, folder)
        taken.append(1)
        if len(taken) == 1:
            head = HeadFile(settings.data_dir).read()
            assert head is not None
            HeadFile(settings.data_dir).keep(LogHead(head.number, head.origin, head.size + 1, bytes(32)))

    monkeypatch.setattr(backup_module, "_write_database", while_somebody_joins)
    await back_up(installation, tmp_path / "backup")

    assert len(taken) == 2


async def test_what_cannot_be_backed_up_is_said(
    installation: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (installation.secrets_dir / "pepper").unlink()
    with pytest.raises(BackupRefused, match="lacks pepper"):
        await back_up(installation, tmp_path / "without-a-secret")
    assert not (tmp_path / "without-a-secret" / "manifest.json").exists()
    monkeypatch.setenv("PATH", str(tmp_path))
    if not installation.is_embedded:
        with pytest.raises(BackupRefused, match="pg_dump is not installed: install"):
            await back_up(installation, tmp_path / "without-a-tool")
    with pytest.raises(BackupRefused, match="There is no database"):
        await back_up(replace(installation, database_url=f"sqlite:///{tmp_path}/none.db"), tmp_path / "nothing")


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # on PostgreSQL its own tool takes one snapshot
async def test_a_backup_beside_a_writer_is_one_moment(installation: Settings, tmp_path: Path) -> None:
    path = installation.data_dir / "waxpost.db"
    stop = asyncio.Event()

    def write(number: int) -> None:
        with sqlite3.connect(path, timeout=10) as connection:
            # Two rows that always belong together.
            connection.executemany(
                "INSERT INTO job (name, next_at) VALUES (?, ?)", [(f"a{number}", 0), (f"b{number}", 0)]
            )
        connection.close()

    async def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            await asyncio.to_thread(write, number)

    writing = asyncio.create_task(keep_writing())
    for number in range(5):
        await back_up(installation, tmp_path / f"backup{number}")
    stop.set()
    await writing

    for number in range(5):
        copy = sqlite3.connect(tmp_path / f"backup{number}" / "waxpost.db")
        names = {name for (name,) in copy.execute("SELECT name FROM job")}
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        copy.close()
        assert {name[1:] for name in names if name[0] == "a"} == {name[1:] for name in names if name[0] == "b"}
