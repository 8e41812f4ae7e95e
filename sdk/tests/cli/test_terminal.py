"""What others wrote never moves the cursor, and a question never hangs without a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import waxpost
from waxpost import _exceptions as e
from waxpost.cli.exits import exit_code, hint
from waxpost.cli.mail import expiry
from waxpost.cli.terminal import neutral
from waxpost.crypto.encoding import time_of


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as its own process, in its own session: it has no terminal to ask on."""
    return subprocess.run(
        [sys.executable, "-m", "waxpost", *arguments],
        env={"PATH": os.environ["PATH"], "WAXPOST_HOME": str(home)} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – text ✓ 👩‍💻", "plain – text ✓ 👩‍💻"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]8;;http://evil\x07link", "\\x1b]8;;http://evil\\x07link"),
        ("a\rb\x08c\x7f", "a\\x0db\\x08c\\x7f"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202etxt.exe", "abc\\u202etxt.exe"),
        ("two\nlines\ttab", "two\\x0alines\\x09tab"),
        ("\u2028\u2066\ufeff", "\\u2028\\u2066\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_foreign_text_is_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert neutral(text) == shown


def test_the_text_of_a_message_keeps_its_lines() -> None:
    assert neutral("one\r\ntwo\n\tthree\x1b[2J\rx", lines=True) == "one\ntwo\n\tthree\\x1b[2J\\x0dx"


@pytest.mark.parametrize(("typed", "time"), [("30m", 1800), ("12h", 43200), ("7d", 604800), ("2w", 1209600)])
def test_durations_are_counted_from_now(typed: str, time: int) -> None:
    assert expiry(typed, 1_000_000.5) == time_of(1_000_000 + time)


def test_a_time_may_be_named() -> None:
    assert expiry("2026-12-24T18:00:00Z", 0) == "2026-12-24T18:00:00Z"


def test_every_error_has_a_documented_exit_code() -> None:
    documented = Path(__file__).parents[3] / "docs" / "user" / "command-line.md"
    lines = [line for line in documented.read_text().splitlines() if line.startswith("| ")]
    codes = {int(line.split("|")[1]) for line in lines if line.split("|")[1].strip().isdigit()}
    refused = e.Refused("form", "x")

    assert exit_code(refused) == 4
    assert {0, 1, 2, 3, 4, 5, 6} < codes
    assert exit_code(e.Problem(503, "storage-unavailable", "x", {})) == 6
    assert exit_code(e.Problem(403, "not-allowed", "x", {})) == 1


def test_the_hint_for_a_group_names_the_flag() -> None:
    assert "--accept-members abc:12" in (hint(e.MembersNotConfirmed((("abc", "Team", 12),))) or "")


@pytest.mark.parametrize("command", ["inbox", "whoami", "sign-out", "people", "change-password", "new-kit", "evidence"])
def test_without_an_account_every_command_says_how_to_sign_in(tmp_path: Path, command: str) -> None:
    done = run(command, home=tmp_path)

    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == (
        "waxpost: error: nobody is signed in on this device\nwaxpost: hint: sign in with `waxpost sign-in URL`\n"
    )


def test_a_password_is_not_asked_where_nobody_is(tmp_path: Path) -> None:
    done = run("sign-in", "https://127.0.0.1:1", "--address", "alice@example.org", home=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        "waxpost: error: the password cannot be asked without a terminal\n"
        "waxpost: hint: name a file with it in WAXPOST_PASSWORD_FILE\n"
    )


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("secret\n")

    done = run(
        "sign-in",
        "http://127.0.0.1:1",
        "--address",
        "alice@example.org",
        home=tmp_path / "home",
        WAXPOST_PASSWORD_FILE=str(tmp_path / "pw"),
    )

    assert done.returncode == 6
    assert done.stderr == (
        "waxpost: error: cannot reach the server at http://127.0.0.1:1\n"
        "waxpost: hint: check the address and your network\n"
    )


def test_an_address_without_encryption_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("secret\n")

    done = run(
        "sign-in", "http://waxpost.example.org", "--address", "a@example.org",
        home=tmp_path / "home", WAXPOST_PASSWORD_FILE=str(tmp_path / "pw"),
    )  # fmt: skip

    assert done.returncode == 4
    assert (
        done.stderr == "waxpost: error: http://waxpost.example.org is not encrypted: use https://waxpost.example.org\n"
    )


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1:1/join/AAAAAAAAAAAAAAAAAAAAAA#AP3N", "http://127.0.0.1:1/join/x", "x"]
)
def test_an_incomplete_link_makes_no_request(tmp_path: Path, link: str) -> None:
    done = run("join", link, "--name", "Alice", home=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        "waxpost: error: this link is not complete\nwaxpost: hint: copy the whole link, including the part after #\n"
    )


def test_wrong_use_exits_with_two(tmp_path: Path) -> None:
    assert run("send", home=tmp_path).returncode == 2
    assert run("inbox", "--nonsense", home=tmp_path).returncode == 2
    assert run("nonsense", home=tmp_path).returncode == 2
    assert run("send", "--to", "x", "--expires", "soon", "hi", home=tmp_path).stderr.startswith("waxpost: error: ")


@pytest.mark.parametrize("arguments", [["read"], ["read", "--json"], ["delete"], ["groups"]])
def test_an_id_may_begin_with_a_hyphen(tmp_path: Path, arguments: list[str]) -> None:
    # It gets as far as asking for an account.
    assert run(*arguments, "-MmfQoVGacTjBGwrZad4fA", home=tmp_path).returncode == 3
    assert run(arguments[0], "-MmfQoVGacTjBGwrZad4fA", *arguments[1:], home=tmp_path).returncode == 3
    assert run(*arguments, "--Mmfnonsense", home=tmp_path).returncode == 2


@pytest.mark.parametrize("command", ["sign-in", "send", "inbox", "read", "check", "join", "recover", "groups", "watch"])
def test_every_help_has_an_example(tmp_path: Path, command: str) -> None:
    done = run(command, "--help", home=tmp_path)

    assert done.returncode == 0
    assert f"waxpost {command}" in done.stdout.split("Example", 1)[1]


def test_the_public_names_are_the_documented_ones() -> None:
    visible = {name for name in vars(waxpost) if not name.startswith("_")} - {"crypto", "cli"}
    assert visible == set(waxpost.__all__)


def test_a_home_that_is_no_folder_is_one_line_and_a_hint(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file", encoding="ascii")

    done = run("whoami", home=home)

    assert (done.returncode, done.stdout) == (1, "")
    first, second = done.stderr.splitlines()
    assert first == f"waxpost: error: not a directory: {home}/current"
    assert second.startswith("waxpost: hint: check the folder")
