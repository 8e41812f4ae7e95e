"""Attached files in backup, restore and check."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from server.tests.buckets import running_bucket, use_bucket
from server.tests.operator.stored_files import put_up
from waxpost_server.kit.blobs import BlobStore, folder_of
from waxpost_server.kit.settings import Settings
from waxpost_server.operator.backup import back_up
from waxpost_server.operator.findings import all_findings
from waxpost_server.operator.manifest import BackupRefused
from waxpost_server.operator.restore import restore
from waxpost_server.operator.terminal import MIGRATIONS


def stored(settings: Settings) -> dict[str, bytes]:
    """Every object in the folder."""
    root = folder_of(settings.blobs_url)
    assert root is not None
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


async def test_files_come_back_with_a_restore(installation: Settings, tmp_path: Path) -> None:
    file = await put_up(installation)
    before = stored(installation)
    staging = folder_of(installation.blobs_url)
    assert staging is not None
    next(staging.glob("*/*")).joinpath("1#2").write_bytes(b"a killed process left this")

    made = await back_up(installation, tmp_path / "backup")
    copied = [one.path for one in made.files if one.path.startswith("blobs/")]
    shutil.rmtree(staging)
    lost = await all_findings(installation, MIGRATIONS)
    if installation.is_embedded:
        shutil.move(installation.data_dir, tmp_path / "old")
        await restore(installation, tmp_path / "backup", MIGRATIONS)
        assert stored(installation) == before
        assert await all_findings(installation, MIGRATIONS) == []
        paths = [*staging.rglob("*"), staging]
        assert {path.stat().st_mode & 0o077 for path in paths} == {0}

    assert sum(len(data) for data in before.values()) == len(file.data)
    assert len(copied) == len(before) == 2
    assert len(lost) == 1
    assert "The folder for attached files" in lost[0]


async def test_files_are_not_restored_over_others_or_beside_a_bucket(installation: Settings, tmp_path: Path) -> None:
    await put_up(installation)
    await back_up(installation, tmp_path / "backup")
    used = tmp_path / "used"
    used.mkdir()
    (used / "something").write_text("else")
    new = replace(installation, data_dir=tmp_path / "new", database_url="", blobs_url="")
    if not installation.is_embedded:
        new = replace(new, database_url=installation.database_url)

    for url, said in ((used.as_uri(), "is not empty"), ("s3://bucket/prefix", "names a bucket")):
        with pytest.raises(BackupRefused, match=said):
            await restore(replace(new, blobs_url=url), tmp_path / "backup", MIGRATIONS)

    assert not new.data_dir.exists()


async def test_missing_and_cut_parts_are_counted(installation: Settings) -> None:
    await put_up(installation)
    await put_up(installation)
    await put_up(installation, 10)
    before = await all_findings(installation, MIGRATIONS)
    root = folder_of(installation.blobs_url)
    assert root is not None
    folders = sorted({path.parent for path in root.glob("*/*/*")}, key=lambda one: len(list(one.iterdir())))

    next(folders[0].iterdir()).write_bytes(b"cut")
    next(folders[1].iterdir()).unlink()

    assert before == []
    found = await all_findings(installation, MIGRATIONS)
    assert len(found) == 1
    assert found[0].startswith("Of 2 attached files 1 parts are missing and 1 have a wrong length: ")


async def test_a_bucket_that_does_not_answer_is_said(
    installation: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with running_bucket() as bucket:
        settings = replace(installation, blobs_url=use_bucket(monkeypatch, bucket.endpoint, bucket.name))
        await put_up(settings)
        made = await back_up(settings, tmp_path / "backup")
        before = await all_findings(settings, MIGRATIONS)
        store = BlobStore(settings.blobs_url)
        for key in [key async for key, _ in store.sizes()]:
            await store.remove(key)
        emptied = await all_findings(settings, MIGRATIONS)
        bucket.stop()
        stopped = await all_findings(settings, MIGRATIONS)

    assert before == []
    assert [one.path for one in made.files if one.path.startswith("blobs/")] == []
    assert len(emptied) == 1
    assert "2 parts are missing" in emptied[0]
    assert stopped == ["The storage for attached files does not answer: check WAXPOST_BLOBS_URL and its credentials."]
