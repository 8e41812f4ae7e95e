"""A restored backup that lost the end of the key log: told loudly, accepted once, and nothing is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.restoring import restore
from tests.system.server_process import ServerProcess
from waxpost import Client, Draft, KeysChanged, LogRestarted, Undecided
from waxpost.crypto.vaultmerge import Remembered

ALICE, BOB, CHARLIE = address("alice"), address("bob"), address("charlie")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path / "server") as process:
        yield process


def test_after_a_restored_backup_everybody_comes_back(organisation: Organisation, tmp_path: Path) -> None:
    server = organisation.server
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    assert alice.check_words(BOB, bob.own_words())
    kept = bob.send(bob.plan(to=[ALICE]), Draft("kept", "before the backup"))
    assert alice.read(kept.mid).result == "genuine"
    organisation.olga.sync()
    server.command("backup", str(tmp_path / "backup"))

    organisation.joins("charlie")
    alice.rotate()
    alice.send(alice.plan(to=[CHARLIE]), Draft("lost", "after the backup"))
    lost = bob.send(bob.plan(to=[ALICE]), Draft("lost", "after the backup"))
    ver = alice._account.vault.ver
    for client in (alice, bob):
        client.close()
    restore(server, tmp_path / "backup")

    for who in ("alice", "bob"):
        told = CommandLine(organisation.home(who), PASSWORD)("send", "--to", address("olga"), "x", code=4)
        assert "the key log was restarted; ask your administrator before you go on" in told.err
    with pytest.raises(LogRestarted):
        organisation.unlocks("alice")

    alice = Client.unlock(PASSWORD, home=organisation.home("alice"), accept_restart=True)
    bob = Client.unlock(PASSWORD, home=organisation.home("bob"), accept_restart=True)
    assert alice._account.vault.ver > ver
    assert alice.person(BOB).key == "checked"
    assert [message.mid for message in alice.inbox().messages] == [kept.mid]
    assert alice.read(kept.mid).result == "genuine"
    assert lost.mid not in [message.mid for message in bob.sent().messages]
    # Alice published her lost rotation again, with the same bytes.
    assert len(alice._directory.find(ALICE).chain.entries) == 2  # type: ignore[union-attr]

    answer = alice.send(alice.plan(to=[BOB]), Draft("again", "in the new log"))
    bob.sync()
    assert bob.read(answer.mid).result in ("genuine", "first-contact")
    for client in (alice, bob):
        client.close()

    again = organisation.unlocks("alice")
    assert again.notices() == ()
    assert isinstance(Remembered(again._account.vault.ver, ""), Remembered)


def test_a_contact_whose_end_was_lost_cannot_be_written_to_until_he_is_back(
    organisation: Organisation, tmp_path: Path
) -> None:
    server = organisation.server
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    alice.send(alice.plan(to=[BOB]), Draft("one", "x"))
    server.command("backup", str(tmp_path / "backup"))
    bob.rotate()
    alice.send(alice.plan(to=[BOB]), Draft("two", "pins the rotation"))
    for client in (alice, bob):
        client.close()
    restore(server, tmp_path / "backup")

    alice = Client.unlock(PASSWORD, home=organisation.home("alice"), accept_restart=True)
    assert alice.person(BOB).key == "behind"
    with pytest.raises(Undecided) as caught:
        alice.plan(to=[BOB])
    assert not isinstance(caught.value, KeysChanged)

    Client.unlock(PASSWORD, home=organisation.home("bob"), accept_restart=True).close()
    alice.sync()
    assert alice.person(BOB).key == "first"
    alice.send(alice.plan(to=[BOB]), Draft("three", "he is back"))
    alice.close()


def test_old_messages_are_checked_against_the_old_log_as_far_as_it_was_restored(
    organisation: Organisation, tmp_path: Path
) -> None:
    server = organisation.server
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    kept = bob.send(bob.plan(to=[ALICE]), Draft("kept", "before the backup"))
    server.command("backup", str(tmp_path / "backup"))
    organisation.joins("charlie")
    alice.sync()
    whole = alice._directory.log.view.size
    for client in (alice, bob):
        client.close()
    restore(server, tmp_path / "backup")

    # This device saw the end that the backup lacks, and keeps it; another one has only what was restored.
    alice = Client.unlock(PASSWORD, home=organisation.home("alice"), accept_restart=True)
    assert alice.read(kept.mid).result == "first-contact"
    assert old_log(alice) == (whole, False)
    alice.close()
    for copy in organisation.home("alice").rglob("log-*.bin"):
        copy.unlink()
    alice = organisation.unlocks("alice")
    assert old_log(alice) == (0, False)
    assert alice.read(kept.mid).result == "genuine"
    assert old_log(alice) == (whole - 1, True)
    alice.close()


def old_log(client: Client) -> tuple[int, bool]:
    """How many leaves of the one former log are here, and whether the server was asked for it."""
    (pin,) = client._account.vault.logs
    old = client._mail._old_logs.find(pin.origin)
    assert old is not None
    return old.view.size, old.is_asked
