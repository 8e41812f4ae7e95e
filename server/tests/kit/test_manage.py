"""The operator's commands, run as the operator runs them."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.system.loaded import run_loaded
from tools.ports import free_port
from tools.postgres import drop_database, new_database

READY_SECONDS = 20


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What a fresh installation is started with."""
    fresh = {name: value for name, value in os.environ.items() if not name.startswith("WAXPOST_")}
    fresh |= {"WAXPOST_DATA_DIR": str(tmp_path / "data"), "WAXPOST_PORT": str(free_port()), "PYTHONUNBUFFERED": "1"}
    if request.param == "sqlite":
        yield fresh
    else:
        url = new_database(request.getfixturevalue("postgres_url"))
        yield fresh | {"WAXPOST_DATABASE_URL": url}
        drop_database(url)


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    done = run_loaded("waxpost_server", *arguments, environment=environment)
    return subprocess.CompletedProcess(arguments, done.code, done.out, done.err)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """A running server: its address, and the lines it printed up to then."""
    command = [sys.executable, "-m", "waxpost_server", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    lines: list[str] = []
    deadline = time.monotonic() + READY_SECONDS
    try:
        while not (lines and lines[-1].startswith("Waxpost is serving on ")):
            left = deadline - time.monotonic()
            assert left > 0, lines
            assert select.select([process.stdout], [], [], left)[0], lines
            line = process.stdout.readline()
            assert line, lines
            lines.append(line.strip())
        yield lines[-1].rpartition(" ")[2], lines
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        process.stdout.close()


def test_a_fresh_server_makes_everything_itself_and_says_where_it_is(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with serving(environment) as (url, lines):
        health = httpx.get(f"{url}/v1/health")
        instance = httpx.get(f"{url}/v1/instance").json()

    assert lines[-1] == f"Waxpost is serving on http://127.0.0.1:{environment['WAXPOST_PORT']}"
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert instance["started"] is False
    assert len(list((tmp_path / "data" / "secrets").iterdir())) == 5


def test_a_second_start_keeps_the_instance_and_is_quick(environment: dict[str, str]) -> None:
    with serving(environment):
        pass

    began = time.monotonic()
    with serving(environment) as (url, _):
        assert time.monotonic() - began < 5
        assert httpx.get(f"{url}/v1/health").status_code == 200


def test_policies_are_shown_and_set_with_bounds(environment: dict[str, str]) -> None:
    assert run(environment, "migrate").returncode == 0
    before = run(environment, "policy", "list").stdout

    changed = run(environment, "policy", "set", "idle_lock_minutes", "5")
    refused = run(environment, "policy", "set", "idle_lock_minutes", "61")
    unknown = run(environment, "policy", "set", "idle_lock", "5")
    after = run(environment, "policy", "list").stdout

    assert "idle_lock_minutes = 15  (default 15)" in before
    assert changed.stdout == "idle_lock_minutes = 5\n"
    assert (refused.returncode, refused.stderr) == (
        1,
        "waxpost-server: error: idle_lock_minutes is a whole number from 1 to 60.\n",
    )
    assert unknown.returncode == 1
    assert "idle_lock_minutes = 5  (default 15)" in after


def test_a_setting_that_makes_no_sense_is_one_line(environment: dict[str, str]) -> None:
    refused = run(environment | {"WAXPOST_PORT": "many"}, "serve")

    assert (refused.returncode, refused.stderr) == (
        1,
        "waxpost-server: error: WAXPOST_PORT must be a whole number.\n",
    )


def test_a_database_that_is_away_is_one_line(environment: dict[str, str]) -> None:
    away = f"postgresql://waxpost:hidden@127.0.0.1:{free_port()}/x"

    refused = run(environment | {"WAXPOST_DATABASE_URL": away}, "serve")

    assert refused.returncode == 1
    assert re.fullmatch(r"waxpost-server: error: .+\n", refused.stderr)
    assert "hidden" not in refused.stderr


def test_an_address_in_use_ends_the_start(environment: dict[str, str], tmp_path: Path) -> None:
    with serving(environment):
        second = run(environment | {"WAXPOST_DATA_DIR": str(tmp_path / "other"), "WAXPOST_DATABASE_URL": ""}, "serve")

    assert second.returncode != 0
    assert "Waxpost is serving" not in second.stdout


def test_check_says_what_is_wrong_and_changes_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    (web / "index.html").write_text("<p>")
    chosen = environment | {"WAXPOST_WEB_DIR": str(web)}
    fresh = run(chosen, "check")
    made_by_check = (tmp_path / "data").exists()

    with serving(chosen):
        well = run(chosen, "check")
    (tmp_path / "data" / "secrets" / "pepper").chmod(0o644)
    (tmp_path / "data" / "secrets" / "salt_key").unlink()
    broken = run(chosen | {"WAXPOST_BASE_URL": "http://waxpost.example.org"}, "check")

    assert fresh.returncode == 1
    assert not made_by_check
    assert (well.returncode, well.stdout) == (0, "Everything is in order.\n")
    assert broken.returncode == 1
    assert [line.startswith("- ") for line in broken.stdout.splitlines()] == [True] * 3
    for sentence in ("plain http", "chmod 600", "salt_key is missing"):
        assert sentence in broken.stdout
