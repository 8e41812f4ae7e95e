"""A backup restored over lost days: the start is refused, the log restarted, and people come back with all."""

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.loaded import Done, run_loaded
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess
from tools.postgres import drop_database, new_database
from waxpost import Client, Draft, LogRestarted

Restore = Callable[[Path], None]


@pytest.fixture
def restores(server: ServerProcess, request: pytest.FixtureRequest) -> Iterator[Restore]:
    """Lose the data folder and the database, keep the head file, and restore a backup."""
    made: list[str] = []

    def restore(backup: Path) -> None:
        server.data.rename(server.data.with_name("lost"))
        server.data.mkdir(mode=0o700)
        shutil.copy(server.data.with_name("lost") / "keylog-head.txt", server.data)
        if "WAXPOST_DATABASE_URL" in server.environment:
            made.append(new_database(request.getfixturevalue("postgres_url")))
            server.environment["WAXPOST_DATABASE_URL"] = made[-1]
        assert "restart-log" in server.command("restore", str(backup))

    yield restore
    server.stop()
    for url in made:
        drop_database(url)


def test_people_come_back_after_a_restore_that_lost_the_end_of_the_key_log(
    organisation: Organisation, server: ServerProcess, restores: Restore, tmp_path: Path
) -> None:
    alice, bob, charlie = (organisation.joins(who) for who in ("alice", "bob", "charlie"))
    before = bob.send(bob.plan(to=[address("alice")]), Draft("one", "before the backup"))
    assert [message.result for message in alice.inbox().messages] == ["first-contact"]

    server.command("backup", str(tmp_path / "backup"))

    # What the backup does not have: a message, a pin, a mark, another person and new keys of Alice.
    alice.send(alice.plan(to=[address("charlie")]), Draft("two", "after the backup"))
    assert alice.person(address("charlie")).key == "first"
    organisation.joins("dana")
    alice.rotate()

    server.stop()
    restores(tmp_path / "backup")
    refused = command(server, "serve")
    assert refused.code == 1
    assert "leaves, but" in refused.err
    assert "waxpost-server restart-log" in refused.err
    assert refused.err.count("\n") == 1
    assert "with 4 entries" in server.command("restart-log")
    server.start()

    comes_back(organisation, "alice")
    alice = organisation.unlocks("alice")
    (message,) = alice.inbox().messages
    assert (message.mid, message.result) == (before.mid, "genuine")
    assert message.content is not None
    assert message.content.body == "before the backup"
    assert alice.person(address("charlie")).key == "first"  # a pin of a vault version that the backup lacks

    comes_back(organisation, "bob")
    bob = organisation.unlocks("bob")
    bob.send(bob.plan(to=[address("alice")]), Draft("three", "to her new keys"))
    assert [message.result for message in alice.inbox().messages] == ["genuine", "genuine"]
    comes_back(organisation, "charlie")
    charlie = organisation.unlocks("charlie")
    charlie.send(charlie.plan(to=[address("bob")]), Draft("four", "and so on"))
    assert [message.result for message in bob.inbox().messages] == ["first-contact"]


def comes_back(organisation: Organisation, who: str) -> None:
    """Meet the screen of a restarted log on the next unlock, ask, and go on."""
    with pytest.raises(LogRestarted):
        sends_nothing(organisation.unlocks(who))
    Client.unlock(PASSWORD, home=organisation.home(who), accept_restart=True).close()


def sends_nothing(client: Client) -> None:
    """Until the restart is accepted no message leaves, though unlocking may have worked."""
    client.plan(to=[address("olga")])


def command(server: ServerProcess, *arguments: str) -> Done:
    """One of the operator's commands, whatever comes of it."""
    return run_loaded("waxpost_server", *arguments, environment=server.environment)


def test_a_backup_without_loss_is_restored_quietly(
    organisation: Organisation, server: ServerProcess, restores: Restore, tmp_path: Path
) -> None:
    alice = organisation.joins("alice")
    organisation.olga.send(organisation.olga.plan(to=[address("alice")]), Draft("one", "kept"))
    server.command("backup", str(tmp_path / "backup"))
    server.stop()

    restores(tmp_path / "backup")
    server.start()

    assert [message.content.body for message in alice.inbox().messages if message.content] == ["kept"]
    assert organisation.signs_in("alice").inbox().unread == 1


def test_a_backup_is_private_and_refuses_to_mix(
    organisation: Organisation, server: ServerProcess, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    server.command("backup", str(backup))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in backup.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (backup, backup / "secrets")}

    again = command(server, "backup", str(backup))
    over = command(server, "restore", str(backup))
    (backup / "secrets" / "pepper").write_bytes(bytes(32))
    changed = command(server, "restore", str(backup))

    assert (modes, folders) == ({0o600}, {0o700})
    assert organisation.olga.inbox().unread == 0
    for refused, words in (
        (again, "is not empty"),
        (over, "is not empty"),
        (changed, "pepper is missing or was changed"),
    ):
        assert refused.code == 1
        assert words in refused.err
        assert refused.err.count("\n") == 1
