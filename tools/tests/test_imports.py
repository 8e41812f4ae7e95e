"""The import rules, tried on a copy of the real packages: each is broken on purpose and caught by its contract.

What is broken is a new file, and what it imports is made where it is missing, so the cases do not lean on the names of
today. `feature_private` and the type-only exemption are tried the same way.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LADDER = "Features form one ladder"
INSIDE = "Inside a feature"
PRIVATE = "A feature's tables and wire shapes"
SHAPES = "Only routes know the wire shapes"
MOUNTS = "Only the app mounts routes"
JOBS = "Only the worker runs jobs"
EDGE = "The web framework stops at the edge"
BLIND = "The server cannot open"
SIGNING = "Signing and sealing at rest"
CYCLES = "No cycles anywhere"
SDK = "The SDK is a ladder too"
PURE = "SDK crypto is pure"

BREACHES = [
    (LADDER, "waxpost_server/audit/peek.py", "waxpost_server.directory.people"),
    (LADDER, "waxpost_server/messages/tell.py", "waxpost_server.notifications.live"),
    (LADDER, "waxpost_server/kit/peek.py", "waxpost_server.messages.send"),
    (LADDER, "waxpost_server/directory/peek.py", "waxpost_server.accounts.sessions"),
    (LADDER, "waxpost_server/gossip/__init__.py", "waxpost_server.kit.db"),
    (INSIDE, "waxpost_server/messages/tables.py", "waxpost_server.messages.schemas"),
    (INSIDE, "waxpost_server/messages/errors.py", "waxpost_server.messages.tables"),
    (INSIDE, "waxpost_server/messages/access.py", "waxpost_server.messages.routes"),
    (PRIVATE, "waxpost_server/messages/peek.py", "waxpost_server.directory.tables"),
    (PRIVATE, "waxpost_server/admin/peek.py", "waxpost_server.messages.schemas"),
    (SHAPES, "waxpost_server/messages/peek.py", "waxpost_server.messages.schemas"),
    (MOUNTS, "waxpost_server/messages/peek.py", "waxpost_server.messages.routes"),
    (MOUNTS, "waxpost_server/admin/routes.py", "waxpost_server.policies.routes"),
    (JOBS, "waxpost_server/app.py", "waxpost_server.messages.jobs"),
    (JOBS, "waxpost_server/notifications/peek.py", "waxpost_server.audit.jobs"),
    (EDGE, "waxpost_server/messages/peek.py", "litestar"),
    (EDGE, "waxpost_server/kit/peek.py", "uvicorn"),
    (BLIND, "waxpost_server/messages/peek.py", "waxpost.crypto"),
    (BLIND, "waxpost_server/messages/peek.py", "pyrage"),
    (SIGNING, "waxpost_server/messages/peek.py", "cryptography"),
    (SIGNING, "waxpost_server/directory/people.py", "joserfc"),
    (SDK, "waxpost/_api.py", "waxpost.crypto.encoding"),
    (SDK, "waxpost/_exceptions.py", "waxpost._api"),
    (SDK, "waxpost/crypto/peek.py", "waxpost._api"),
    (SDK, "waxpost/_gossip.py", "waxpost._exceptions"),
    (PURE, "waxpost/crypto/peek.py", "httpx"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with both packages as they are now."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "server/src/waxpost_server", tmp_path / "waxpost_server", ignore=ignore)
    shutil.copytree(ROOT / "sdk/src/waxpost", tmp_path / "waxpost", ignore=ignore)
    return tmp_path


def add_line(tree: Path, file: str, line: str) -> None:
    """Put a line at the end of a file of the tree, made with its package if it is missing."""
    path = tree / file
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a") as out:
        out.write(f"\n{line}\n")


def make_module(tree: Path, name: str) -> None:
    """See that one of our modules exists, as an empty file if need be; a module of others is left alone."""
    path = name.replace(".", "/")
    if name.startswith("waxpost") and not (tree / path).is_dir():
        add_line(tree, f"{path}.py", "")


def lint(tree: Path) -> str:
    """What import-linter says about the packages in the tree, by the contracts of the repository."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    environment = os.environ | {"PYTHONPATH": str(tree), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def broken(report: str) -> list[str]:
    """The names of the contracts that were broken."""
    assert "Contracts:" in report, report
    return [line.removesuffix(" BROKEN") for line in report.splitlines() if line.endswith(" BROKEN")]


def test_the_packages_keep_every_rule(tree: Path) -> None:
    report = lint(tree)

    assert broken(report) == [], report


@pytest.mark.parametrize(("contract", "file", "imported"), BREACHES)
def test_a_breach_is_caught(tree: Path, contract: str, file: str, imported: str) -> None:
    make_module(tree, imported)
    add_line(tree, file, f"import {imported}")

    assert [name for name in broken(lint(tree)) if name.startswith(contract)] != []


def test_a_cycle_is_caught(tree: Path) -> None:
    add_line(tree, "waxpost_server/messages/one.py", "import waxpost_server.messages.two")
    add_line(tree, "waxpost_server/messages/two.py", "import waxpost_server.messages.one")

    assert broken(lint(tree)) == [CYCLES]


def test_a_type_only_import_of_a_lower_features_tables_is_left_alone(tree: Path) -> None:
    make_module(tree, "waxpost_server.directory.tables")
    guarded = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import waxpost_server.directory.tables"
    add_line(tree, "waxpost_server/messages/peek.py", guarded)

    assert broken(lint(tree)) == []


def test_a_verb_that_looks_down_is_left_alone(tree: Path) -> None:
    for name in (
        "directory.people",
        "policies.evaluate",
        "audit.record",
        "kit.db",
        "messages.tables",
        "messages.errors",
    ):
        make_module(tree, f"waxpost_server.{name}")
        add_line(tree, "waxpost_server/messages/peek.py", f"import waxpost_server.{name}")

    assert broken(lint(tree)) == []
