"""Sizes: what must be caught, and what must be left alone."""

import subprocess
from pathlib import Path

import pytest

from tools.check_sizes import (
    EXCEPTIONS,
    Measure,
    all_measures,
    breaches,
    committed_exceptions,
    measures,
    parse_exceptions,
)

ROUTES = "server/src/waxpost_server/messages/routes.py"


def function(lines: int, decorator: str = "") -> str:
    """A function of so many lines from `def` on, behind a decorator."""
    return f"{decorator}\ndef send():\n" + "    x = 1\n" * (lines - 1)


def sentences(path: str, text: str) -> list[str]:
    return breaches(list(measures(path, text)), {}, None)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("server/src/waxpost_server/messages/send.py", "x = 1\n" * 401),
        ("web/src/keys/keyring.ts", "const x = 1\n" * 401),
        ("web/src/features/messages/InboxView.tsx", "<p/>\n" * 251),
        ("sdk/src/waxpost/_client.py", function(61)),
        ("sdk/src/waxpost/_client.py", "class Client:\n    async def send(self):\n" + "        x = 1\n" * 60),
        (ROUTES, function(17, "@post('/v1/messages')")),
        (ROUTES, function(17, "@litestar.get('/v1/messages')")),
    ],
    ids=["file", "typescript", "view", "function", "method", "handler", "handler by attribute"],
)
def test_what_is_too_large_is_caught(path: str, text: str) -> None:
    assert len(sentences(path, text)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("server/src/waxpost_server/messages/send.py", "x = 1\n" * 400),
        ("web/src/features/messages/InboxView.tsx", "<p/>\n" * 250),
        ("web/src/features/messages/InboxView.test.tsx", "<p/>\n" * 251),
        ("web/src/ui/Button/Button.tsx", "<p/>\n" * 251),
        ("sdk/src/waxpost/_client.py", function(60)),
        (ROUTES, function(16, "@post('/v1/messages')")),
        (ROUTES, function(60)),
        (ROUTES, "@get('/v1/a')\ndef one():\n    '''" + "long\n" * 20 + "    '''\n    return 1\n"),
        ("server/src/waxpost_server/messages/send.py", function(17, "@post('/v1/messages')")),
    ],
    ids=["file", "view", "test", "no view", "function", "handler", "no handler", "docstring", "other file"],
)
def test_what_fits_is_left_alone(path: str, text: str) -> None:
    assert sentences(path, text) == []


def git(checkout: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=alice", "-c", "user.email=alice@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=checkout, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with one committed exception."""
    git(tmp_path, "init", "-q")
    (tmp_path / "tools").mkdir()
    (tmp_path / EXCEPTIONS).write_text("file a.py 500 generated once\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def test_a_feature_is_measured_whole_without_tests_styles_and_the_exempt(checkout: Path) -> None:
    feature = checkout / "web/src/features/messages"
    feature.mkdir(parents=True)
    for name in ("a.ts", "b.tsx", "a.test.ts", "a.module.css", "schema.gen.ts"):
        (feature / name).write_text("const x = 1\n" * 10)
    migrations = checkout / "server/src/waxpost_server/migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_first.py").write_text("x = 1\n" * 900)
    ignored = checkout / "web/node_modules"
    ignored.mkdir()
    (ignored / "big.js").write_text("x\n" * 900)
    (checkout / ".gitignore").write_text("node_modules/\n")

    found = all_measures(checkout)

    assert Measure("feature", "web/src/features/messages", 20) in found
    assert [item for item in found if item.lines > 20] == []
    assert breaches([Measure("feature", "web/src/features/messages", 2001)], {}, None) == [
        "web/src/features/messages: feature has 2001 lines, the limit is 2000"
    ]


def test_an_exception_holds_to_its_own_size_and_not_beyond() -> None:
    allowed = parse_exceptions("# a list\nfile a.py 500 generated once\n")

    assert breaches([Measure("file", "a.py", 500)], allowed, allowed) == []
    assert len(breaches([Measure("file", "a.py", 501)], allowed, allowed)) == 1


def test_an_exception_that_is_not_needed_any_more_is_a_breach() -> None:
    allowed = {("file", "a.py"): 500}

    assert len(breaches([Measure("file", "a.py", 450)], allowed, allowed)) == 1
    assert len(breaches([Measure("file", "a.py", 300)], allowed, allowed)) == 1
    assert len(breaches([], allowed, allowed)) == 1


def test_an_exception_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        parse_exceptions("file a.py 500\n")


def test_a_new_exception_is_a_breach_before_the_commit_and_after_it(checkout: Path) -> None:
    found = [Measure("file", "a.py", 500), Measure("file", "b.py", 600)]
    longer = "file a.py 500 generated once\nfile b.py 600 no time\n"
    assert committed_exceptions(checkout) is None  # there is one version only, and nothing to compare it with

    (checkout / EXCEPTIONS).write_text(longer)
    before_commit = breaches(found, parse_exceptions(longer), committed_exceptions(checkout))
    git(checkout, "commit", "-q", "-a", "-m", "two")
    after_commit = breaches(found, parse_exceptions(longer), committed_exceptions(checkout))

    assert before_commit == after_commit == [f"{EXCEPTIONS}: b.py was added or raised; the list may only shrink"]


def test_a_list_that_shrinks_is_fine(checkout: Path) -> None:
    (checkout / EXCEPTIONS).write_text("")

    assert breaches([], {}, committed_exceptions(checkout)) == []
