"""Links that the server mails, and links for one address: by the command line and the SDK, with a real mail server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.tests.postbox import Postbox
from tests.system.command_line import CommandLine
from tests.system.organisation import NAMES, PASSWORD, Organisation, address
from tests.system.posting import code_in, next_mail, running_postbox, settings_of
from tests.system.server_process import ServerProcess
from waxpost import Client, CodeNeeded, LinkDraft, LinkHasKey, WrongCode

BOB = "bob@partner.example"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postbox, Organisation]]:
    folder = tmp_path_factory.mktemp("mailed")
    with (
        running_postbox() as box,
        ServerProcess(folder / "server", **settings_of(box)) as server,
        Organisation(server, folder / "devices") as organisation,
    ):
        organisation.joins("alice")
        yield box, organisation


def test_a_link_is_mailed_without_its_words_and_opens_with_them(
    office: tuple[Postbox, Organisation], tmp_path: Path
) -> None:
    box, organisation = office
    alice = CommandLine(tmp_path / "alice", PASSWORD)
    outsider = CommandLine(tmp_path / "nobody", "no account")
    alice("sign-in", organisation.url, "--address", address("alice"))
    seen = len(box.taken)

    made = alice("link", "create", "--subject", "Door", "--mail", BOB, "--lang", "de", "The new code is 4711")

    link, words = (line.split(maxsplit=1)[1] for line in made.out.splitlines()[:2])
    assert made.out.count(words) == 1
    assert len(words.split("-")) == 7
    assert f"Mailed:      {BOB}  queued" in made.out
    mail = next_mail(box, seen)
    assert mail.to == [BOB]
    assert mail.message["Subject"] == f"{NAMES['alice']} hat Ihnen eine sichere Nachricht geschickt"
    for secret in (words, *words.split("-"), "Door", "4711"):
        assert not re.search(rf"\b{re.escape(secret)}\b", mail.text)
    (mailed,) = re.findall(r"http://\S+/s/\S+", mail.text)
    assert mailed == link
    path = tmp_path / "words"
    path.write_text(words)
    outsider.environment["WAXPOST_LINK_PASSPHRASE_FILE"] = str(path)
    assert "The new code is 4711" in outsider("open", mailed).out

    link_id = link.rpartition("/")[2]
    again = alice("link", "mail", link_id)
    assert f"Mailed:      {BOB}" in again.out
    assert f"Mailed:      {BOB}" in alice("link", "show", link_id).out


def test_only_the_address_opens_it(office: tuple[Postbox, Organisation], tmp_path: Path) -> None:
    box, organisation = office
    with organisation.unlocks("alice") as alice:
        link = alice.create_link(LinkDraft("Door", "4711", passphrase=False, only_addr=BOB, notify=False))
    assert link.url is not None
    assert Client.look_at_link(link.url).only_for == "b…@partner.example"
    with pytest.raises(CodeNeeded):
        Client.open_link(link.url)
    seen = len(box.taken)
    outsider = CommandLine(tmp_path / "nobody", "no account")

    refused = outsider("open", link.url, code=2)
    assert "a code is mailed to b…@partner.example" in refused.err
    code = code_in(next_mail(box, seen))

    with pytest.raises(WrongCode) as wrong:
        Client.open_link(link.url, code=f"{(int(code) + 1) % 1_000_000:06d}")
    assert wrong.value.tries_left == 4
    file = tmp_path / "code"
    file.write_text(code)
    outsider.environment["WAXPOST_LINK_CODE_FILE"] = str(file)
    assert "4711" in outsider("open", link.url).out
    assert len(box.taken) == seen + 1, "no other code was asked for"


def test_a_link_with_its_key_is_not_mailed(office: tuple[Postbox, Organisation]) -> None:
    _, organisation = office
    with organisation.unlocks("alice") as alice:
        link = alice.create_link(LinkDraft("Door", "4711", passphrase=False))
        with pytest.raises(LinkHasKey):
            alice.mail_link(link.id, [BOB])
        assert alice.shared_link(link.id).mails == ()


def test_the_maker_is_told_and_can_switch_it_off(office: tuple[Postbox, Organisation]) -> None:
    box, organisation = office
    with organisation.unlocks("alice") as alice:
        assert alice.mail_choice().is_link_wanted
        link = alice.create_link(LinkDraft("Door", "4711", passphrase=False))
        assert link.url is not None
        seen = len(box.taken)

        Client.open_link(link.url).close()

        mail = next_mail(box, seen)
        assert (mail.to, mail.message["Subject"]) == ([address("alice")], "Your link was opened")
        assert "Door" not in mail.text
        assert not alice.choose_mail(is_link_wanted=False).is_link_wanted
        assert alice.choose_mail(is_link_wanted=True).is_wanted
