"""A link that only one address may open, in the browser: the code comes by mail, and no robot has one sent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from server.tests.postbox import Postbox
from tests.system.organisation import Organisation
from tests.system.posting import code_in, next_mail, settings_of
from tests.system.server_process import ServerProcess
from waxpost import Client, LinkDraft
from web.e2e.accessibility.axe import violations
from web.e2e.outside import PASSPHRASE, link_id, makes, views_left
from web.e2e.people.outsider import SHOW, Outsider

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KIM = "kim@partner.example"
CODE = "Code from the mail"


@pytest.fixture(scope="module")
def settings(postbox: Postbox) -> dict[str, str]:
    """A server with a mail server."""
    return settings_of(postbox)


@pytest.fixture(scope="module")
def alice(organisation: Organisation) -> Client:
    """Somebody who makes links."""
    return organisation.joins("alice")


@pytest.fixture
def kim(browser: "Browser", server: ServerProcess) -> Iterator[Outsider]:
    """Whoever reads the mails."""
    outsider = Outsider(browser, server.url, "kim")
    yield outsider
    assert outsider.complaints == []
    outsider.leaves()


def test_the_code_of_the_mail_opens_it(alice: Client, kim: Outsider, postbox: Postbox) -> None:
    url = makes(alice, passphrase=PASSPHRASE, only_addr=KIM, notify=False)
    seen = len(postbox.taken)
    kim.opens(url).sees("3 views left.")
    assert [path for path in kim.asked if path.endswith("/code")] == []

    kim.gives(PASSPHRASE).sees("Six digits were sent to k…@partner.example.").sees("Another code can be sent in")
    expect(kim.page.get_by_label(CODE)).to_be_focused()
    assert violations(kim.page) == []
    mail = next_mail(postbox, seen)
    assert mail.to == [KIM]
    code = code_in(mail)
    kim.gives("12345", label=CODE).sees_alert("Type the six digits from the mail.")
    kim.expects_complaint("403").gives(f"{(int(code) + 1) % 1_000_000:06d}", label=CODE)
    kim.sees_alert("That code does not match. 4 tries left. Nothing was used up.")
    assert views_left(alice, url) == 3

    kim.gives(f"{code[:3]} {code[3:]}", label=CODE).reads("Kestrel VPN")

    assert views_left(alice, url) == 2
    assert len(postbox.taken) == seen + 1


def test_a_wrong_passphrase_is_asked_for_again_and_the_code_is_kept(
    alice: Client, kim: Outsider, postbox: Postbox
) -> None:
    url = makes(alice, passphrase=PASSPHRASE, only_addr=KIM, notify=False)
    seen = len(postbox.taken)
    kim.opens(url).gives("harbor velvet").sees("Six digits were sent to")
    kim.expects_complaint("403").gives(code_in(next_mail(postbox, seen)), label=CODE)

    kim.sees_alert("That passphrase does not match. 4 tries left.").gives(PASSPHRASE).reads("Kestrel VPN")

    assert len(postbox.taken) == seen + 1


def test_a_mailed_link_of_words_opens_with_words_and_code(alice: Client, kim: Outsider, postbox: Postbox) -> None:
    seen = len(postbox.taken)
    link = alice.create_link(LinkDraft("By mail", "4711", mail=(KIM,), only_addr=KIM, notify=False))
    assert link.url is not None
    assert link.passphrase is not None
    assert link.url in next_mail(postbox, seen).text

    kim.opens(link.url).gives(link.passphrase, label="Words").sees("Only one address may open this message.")
    kim.gives(code_in(next_mail(postbox, seen + 1)), label=CODE).reads("By mail").sees("4711")


def test_rule_08_a_robot_that_presses_buttons_has_no_code_sent(alice: Client, kim: Outsider) -> None:
    url = makes(alice, only_addr=KIM, notify=False, views=1)
    kim.opens(url).sees(SHOW)
    for _ in range(3):
        for button in kim.page.get_by_role("button").all():
            button.click()

    assert [path for path in kim.asked if path.endswith(("/code", "/claim"))] == []
    assert alice.shared_link(link_id(url)).opened == 0
