"""A real backup is restored while somebody is in front of the page: asked once, and nothing known is forgotten."""

from pathlib import Path

from tests.system.organisation import PASSWORD, Organisation
from tests.system.restoring import restore
from tests.system.server_process import ServerProcess
from waxpost import Client, Draft
from web.e2e.conftest import MakePerson

RESTORED = "The list of keys was begun anew"


def test_after_a_restored_backup_the_page_asks_once_and_keeps_what_it_knew(
    organisation: Organisation, server: ServerProcess, enters: MakePerson, tmp_path: Path
) -> None:
    bob, alice = organisation.joins("bob"), enters("alice")
    alice.goes_to("/people").clicks("Check, key of Bob Roy").confirms_words(bob.own_words())
    alice.sees("Checked by you")
    bob.send(bob.plan(to=[alice.addr]), Draft("Before the backup", "Kept."))
    alice.goes_to("/messages/inbox").opens("Before the backup").reads("Kept.")
    server.command("backup", str(tmp_path / "backup"))
    # An entry is what the restored log lacks.
    organisation.joins("charlie")
    bob.send(bob.plan(to=[alice.addr]), Draft("After the backup", "Lost."))
    bob.close()
    alice.goes_to("/messages/inbox").has_row("After the backup").sees_no(RESTORED)

    alice.expects_complaint("Failed to load resource|ERR_")
    restore(server, tmp_path / "backup")

    alice.reloads().sees_alert(RESTORED).sees_no("Before the backup")
    alice.clicks("An administrator confirmed it").is_inside()
    alice.has_row("Before the backup").has_no_row("After the backup").reloads().is_inside().sees_no(RESTORED)
    alice.goes_to("/people").sees("Checked by you")
    alice.goes_to("/messages/inbox").sends("In the new log", "We are back.", to=["Bob Roy"])
    with Client.unlock(PASSWORD, home=organisation.home("bob"), accept_restart=True) as back:
        assert [message.content.subject for message in back.inbox().messages if message.content] == ["In the new log"]
