"""`waxpost entries export`, against a real server: what the file holds, who can open it, and what is refused."""

import json
import stat
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from waxpost.crypto.age import AgeError, AgeReader
from waxpost.crypto.recipients import Passphrase

PASSPHRASE = "seven green lanterns on the quay"


@pytest.fixture
def alice(organisation: Organisation, tmp_path: Path) -> CommandLine:
    """Alice on the command line, with one entry saved and one in the trash."""
    organisation.joins("alice")
    alice = CommandLine(tmp_path / "cli", PASSWORD)
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    alice.environment["WAXPOST_EXPORT_PASSPHRASE_FILE"] = str(tmp_path / "passphrase")
    alice("sign-in", organisation.server.url, "--address", address("alice"))
    alice("entry", "add", "Grafana", "--secret", "password", "--folder", "Servers", text="correct horse\n")
    alice("entry", "add", "Old router", "--secret", "password", text="battery staple\n")
    alice("entry", "delete", "Old router")
    return alice


def opened(passphrase: str, sealed: bytes) -> bytes:
    """What any program that reads age files makes of it (scrypt, log N 18)."""
    reader = AgeReader([Passphrase(passphrase, 18)])
    return reader.feed(sealed) + reader.finish()


def holds_what_is_saved(exported: bytes) -> None:
    """The documented form, without what lies in the trash."""
    whole = json.loads(exported)
    assert (whole["v"], whole["t"], whole["addr"]) == (1, "waxpost-export", address("alice"))
    (record,) = whole["items"]
    assert record["item"]["title"] == "Grafana"
    assert [field["value"] for field in record["item"]["fields"] if field["f"] == "password"] == ["correct horse"]
    assert record["folder"] == "Servers"
    assert b"battery staple" not in exported


def test_an_export_opens_with_its_passphrase_alone(alice: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "entries.age"

    done = alice("entries", "export", str(file))

    sealed = file.read_bytes()
    assert done.err.endswith("exported 1 entry\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sealed.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"correct horse" not in sealed
    with pytest.raises(AgeError, match="no key opens this file"):
        opened(PASSPHRASE + "x", sealed)
    holds_what_is_saved(opened(PASSPHRASE, sealed))


def test_a_plain_export_is_asked_for_and_warned_about(alice: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "entries.json"

    done = alice("entries", "export", str(file), "--plain")

    assert "everybody who finds this file can read every password" in done.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    holds_what_is_saved(file.read_bytes())


def test_nothing_is_written_over_or_locked_with_a_weak_passphrase(alice: CommandLine, tmp_path: Path) -> None:
    there = tmp_path / "there.age"
    there.write_text("mine")
    assert "already" in alice("entries", "export", str(there), code=2).err
    assert there.read_text() == "mine"

    (tmp_path / "passphrase").write_text("password1234\n")
    new = tmp_path / "new.age"
    assert "easy to guess" in alice("entries", "export", str(new), code=2).err
    assert not new.exists()
