"""New messages are announced by mail: a real server, a real mail server, the command line."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.tests.postbox import Postbox
from tests.system.command_line import CommandLine
from tests.system.markers import files_in, places_of, unwrapped
from tests.system.organisation import PASSWORD, Organisation, address
from tests.system.posting import running_postbox, settings_of
from tests.system.server_process import ServerProcess

SUBJECT, TEXT = "Subject-Kestrel-Quorum-7731", "Text of Wimbrel and Zephyr 4401"
PATIENCE = 45


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server on a thread of its own."""
    with running_postbox() as box:
        yield box


@pytest.fixture
def organisation(postbox: Postbox, tmp_path: Path) -> Iterator[Organisation]:
    """The organisation on a server that announces messages at once."""
    settings = settings_of(postbox) | {
        "smtp_from": "Waxpost <waxpost@mail.example.org>",
        "mail_delay_seconds": "0",
        "log_level": "debug",
    }
    with (
        ServerProcess(tmp_path / "server", **settings) as server,
        Organisation(server, tmp_path / "devices") as organisation,
    ):
        yield organisation


def until(box: Postbox, count: int) -> None:
    """Wait until so many mails have come."""
    for _ in range(PATIENCE * 20):
        if len(box.taken) >= count:
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"{len(box.taken)} of {count} mails came")


def test_rule_01_a_message_is_announced_and_nothing_of_it_is_in_the_mail(
    organisation: Organisation, postbox: Postbox, tmp_path: Path
) -> None:
    organisation.joins("bob")
    olga, bob = (CommandLine(tmp_path / "cli" / who, PASSWORD) for who in ("olga", "bob"))
    for device, who in ((olga, "olga"), (bob, "bob")):
        device("sign-in", organisation.url, "--address", address(who))
    assert bob("mail").out == "new messages are announced by mail\n"

    mid = olga("send", "--to", "Bob Roy", "--subject", SUBJECT, TEXT).out.strip()
    until(postbox, 1)

    (mail,) = postbox.taken
    assert mail.to == [address("bob")]
    assert mail.message["Subject"] == "New message in Waxpost"
    assert f"Olga Smith ({address('olga')}) sent you a message on " in mail.text
    assert f"{organisation.url}/messages/inbox/{mid}" in mail.text

    assert bob("mail", "off").out == "new messages are not announced by mail\n"
    assert bob("mail").out == "new messages are not announced by mail\n"
    later = olga("send", "--to", "Bob Roy", "--subject", SUBJECT, TEXT).out.strip()
    bob("send", "--to", "Olga Smith", "--subject", SUBJECT, TEXT)
    until(postbox, 2)
    assert [one.to for one in postbox.taken[1:]] == [[address("olga")]]
    assert not [one for one in postbox.taken if later in one.text]

    assert bob("mail", "on").out == "new messages are announced by mail\n"
    organisation.server.stop()
    mails = {f"mail {n}": one.raw + one.text.encode() + one.html.encode() for n, one in enumerate(postbox.taken)}
    logged = {"log": "\n".join(organisation.server.lines).encode()}
    stored = files_in(organisation.server.data)
    for secret in (SUBJECT, TEXT, PASSWORD):
        assert places_of(secret, unwrapped(mails) | logged | stored) == []
    for addr in (address("olga"), address("bob")):
        assert places_of(addr, logged) == []
    assert places_of("New message in Waxpost", stored) == []


def test_a_server_without_a_mail_server_says_so(tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "server") as server, Organisation(server, tmp_path / "devices") as organisation:
        olga = CommandLine(tmp_path / "cli", PASSWORD)
        olga("sign-in", organisation.url, "--address", address("olga"))

        shown = olga("mail")

        assert shown.out == "new messages are announced by mail\n"
        assert shown.err.endswith("waxpost: notice: this server sends no mail\n")
        assert not organisation.olga.mail_choice().is_available


def test_check_finds_the_mail_server_and_nothing_else_to_say_but_the_address(
    organisation: Organisation, postbox: Postbox
) -> None:
    sent = organisation.server.command("mail", "test", "you@example.org")

    assert sent == f"127.0.0.1:{postbox.port} has taken a mail for you@example.org. See that it arrives.\n"
    assert postbox.addresses == ["you@example.org"]
    assert organisation.server.command("mail", "list") == "No mail waits, and none failed.\n"
