"""*Send by email* in the app: the link goes without its key, the words another way; on the way nobody learns either."""

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from server.tests.postbox import Postbox, Taken
from tests.system.markers import places_of, unwrapped
from tests.system.organisation import Organisation
from tests.system.posting import code_in, next_mail, settings_of
from tests.system.server_process import ServerProcess
from waxpost import Client
from web.e2e.accessibility.axe import violations
from web.e2e.conftest import MakePerson
from web.e2e.link_acts import copies, makes_link, sees_link
from web.e2e.people.footprints import Footprints
from web.e2e.people.outsider import Outsider
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KIM, SAM = "kim@partner.example", "sam@partner.example"
ON_ITS_WAY = "Your link goes by email"
SUBJECT = "Subject-of-Wheatear"
SECRET = "Wheatear-4711-of-the-door"


@pytest.fixture(scope="module")
def settings(postbox: Postbox) -> dict[str, str]:
    """A server with a mail server."""
    return settings_of(postbox)


@pytest.fixture(scope="module")
def laptop(organisation: Organisation) -> Client:
    """Alice on the command line."""
    return organisation.joins("alice")


@pytest.fixture(scope="module")
def alice(laptop: Client, enters: MakePerson) -> Person:
    """Alice in a browser."""
    assert laptop is not None
    return enters("alice")


@pytest.fixture
def kim(browser: "Browser", server: ServerProcess) -> Iterator[Outsider]:
    """Whoever reads the mails."""
    outsider = Outsider(browser, server.url, "kim")
    yield outsider
    assert outsider.complaints == []
    outsider.leaves()


def begins_mail(person: Person, *to: str, subject: str = SUBJECT, text: str = SECRET) -> Person:
    """Choose it from the menu, and write."""
    person.goes_to("/messages/inbox").clicks("More ways to send")
    person.page.get_by_role("menuitem", name="Send by email").click()
    person.sees_heading("Send by email")
    for addr in to:
        person.page.get_by_label("To", exact=True).fill(addr)
        person.presses("Enter")
    person.page.get_by_role("textbox", name="Subject", exact=True).fill(subject)
    person.page.get_by_role("textbox", name="Message").fill(text)
    return person


def mails(person: Person) -> Locator:
    """The mails of the link whose dialog is open."""
    return person.page.get_by_role("region", name="Mails").get_by_role("listitem")


def sends(person: Person) -> Person:
    """Press the button, and see what is to be passed on."""
    person.page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    expect(person.page.get_by_role("heading", name=ON_ITS_WAY)).to_be_visible(timeout=SLOW_MS)
    return person


def next_to(box: Postbox, addr: str, before: int) -> Taken:
    """The mail to this address after so many: mails about other links come in between."""
    for seen in itertools.count():
        mail = next_mail(box, seen)
        before -= mail.to == [addr]
        if before < 0:
            return mail
    raise AssertionError


def count_to(box: Postbox, addr: str) -> int:
    """How many mails went to this address so far."""
    return sum(mail.to == [addr] for mail in box.taken)


def test_the_story_of_a_mailed_link_and_nothing_of_it_stays_on_the_way(
    alice: Person, kim: Outsider, postbox: Postbox, server: ServerProcess
) -> None:
    """Words by telephone, a code by mail, and the sender sees it; the words are nowhere but with the two."""
    seen, told, first = count_to(postbox, KIM), count_to(postbox, "alice@example.org"), len(alice.requests)
    feet = Footprints(alice)
    begins_mail(alice, KIM).page.get_by_role("checkbox", name="Only this address may open it").check()
    alice.page.get_by_label("Language of mail and page").select_option("Deutsch")
    sends(alice)
    words = copies(alice, "Words")
    assert len(words.split("-")) == 7
    expect(alice.dialog().get_by_text(words)).to_be_visible()
    expect(mails(alice)).to_contain_text([f"{KIM}Sent today"], timeout=SLOW_MS)
    alice.sees(f"Only {KIM} may open it")
    feet.look()

    mail = next_to(postbox, KIM, seen)
    assert mail.message["subject"].endswith("hat Ihnen eine sichere Nachricht geschickt")
    (url,) = set(re.findall(rf"{re.escape(server.url)}/s/\S+?(?=[\s\"<])", mail.html))
    assert "#" not in url
    kim.opens(url).sees_heading("Type the words you were given")
    kim.page.get_by_label("Words", exact=True).fill(words.replace("-", " "))
    kim.clicks("Show the message").sees("Sechs Ziffern wurden an k…@partner.example geschickt.")
    code = code_in(next_to(postbox, KIM, seen + 1))
    kim.page.get_by_label("Code aus der Mail").fill(code)
    kim.clicks("Nachricht zeigen").reads(SUBJECT).sees(SECRET)
    # Nobody loads the page again.
    alice.sees("2 of 3").sees("127.0.0.0/24").clicks("Done")
    sees_link(alice, SUBJECT, "2 of 3 views left")
    expect(alice.page.get_by_role("listitem").filter(has_text=SUBJECT)).to_contain_text(KIM)
    next_to(postbox, "alice@example.org", told)
    feet.look()

    found = {
        f"request {at}": f"{one.url}\n{one.post_data or ''}".encode()
        for at, one in enumerate([*alice.requests[first:], *kim.requests])
    }
    found |= {f"mail {at}": one.raw + f"\n{one.text}\n{one.html}".encode() for at, one in enumerate(postbox.taken)}
    found |= {f"log {at}": line.encode() for at, line in enumerate(server.lines)}
    found |= {str(path): path.read_bytes() for path in server.data.rglob("*") if path.is_file()}
    found |= feet.stores | feet.history
    found |= {f"title {at}": one.encode() for at, one in enumerate(feet.titles)}
    found |= {f"address {at}": one.encode() for at, one in enumerate(feet.visited)}
    places = unwrapped(found)
    for secret in (words, words.replace("-", " "), SUBJECT, SECRET):
        assert places_of(secret, places) == []
    # The same search finds what may be known.
    assert places_of(url.rpartition("/")[2], places)


def test_several_addresses_and_a_mail_that_is_refused(alice: Person, postbox: Postbox) -> None:
    """Each has a state of its own; what was refused says why, and from when on it can be tried again."""
    postbox.answers_to_recipient.append("550 5.1.1 no such mailbox")
    begins_mail(alice, KIM, f"{SAM},", subject="Two of them")
    one = alice.page.get_by_role("checkbox", name="Only this address may open it")
    expect(one).to_be_disabled()
    alice.sees("Only for a message to one address.")
    assert violations(alice.page) == []
    sends(alice)
    expect(mails(alice).filter(has_text="Sent today")).to_have_count(1, timeout=SLOW_MS)
    refused = mails(alice).filter(has_text="Not sent. The mail server refused it (550).")
    expect(refused).to_have_count(1, timeout=SLOW_MS)
    expect(mails(alice).filter(has_text="Can be sent again from")).to_have_count(1)
    assert violations(alice.page) == []
    alice.clicks("Done")
    sees_link(alice, "Two of them", "Not mailed to everybody").clicks("Two of them", role="link")

    refused.get_by_role("button", name="Send again").click()

    expect(mails(alice).filter(has_text="Sent today")).to_have_count(2, timeout=SLOW_MS)
    alice.clicks("Done")
    sees_link(alice, "Two of them", "2 addresses · 3 of 3 views left")


def test_what_is_no_address_is_said_at_its_field(alice: Person, postbox: Postbox) -> None:
    """And nothing is made of it."""
    seen = len(postbox.taken)
    begins_mail(alice, subject="To nobody").page.get_by_role("dialog").get_by_role(
        "button", name="Send", exact=True
    ).click()
    alice.sees("Add at least one address.")
    alice.page.get_by_label("To", exact=True).fill("kim")
    alice.presses("Enter").presses("Control+Enter").sees("Type a whole address, such as name@example.org")
    alice.clicks("Discard").page.get_by_role("dialog", name="Discard this message?").get_by_role(
        "button", name="Discard"
    ).click()
    expect(alice.dialog()).to_have_count(0)
    alice.presses("Shift+E").sees_heading("Send by email").clicks("Discard")
    assert len(postbox.taken) == seen


def test_a_link_that_is_passed_on_may_be_for_one_address_and_in_a_language(
    alice: Person, kim: Outsider, postbox: Postbox
) -> None:
    """The address is no reader of the link: it gets the code alone."""
    alice.goes_to("/messages/inbox").clicks("More ways to send")
    alice.page.get_by_role("menuitem", name="Create shareable link").click()
    alice.page.get_by_role("textbox", name="Subject", exact=True).fill("For Kim alone")
    alice.page.get_by_role("textbox", name="Message").fill("4711")
    alice.page.get_by_role("checkbox", name="Only this address may open it").check()
    alice.clicks("Create link").sees("Type a whole address, such as name@example.org")
    alice.page.get_by_label("Their address").fill(KIM)
    alice.page.get_by_label("Language of the page").select_option("Français")
    seen = count_to(postbox, KIM)
    url = makes_link(alice)
    passphrase = copies(alice, "Passphrase")
    assert mails(alice).count() == 0
    alice.sees(f"Only {KIM} may open it").clicks("Done")

    kim.opens(url).sees_heading("Alice vous a envoyé un message sécurisé")
    kim.page.get_by_label("Phrase secrète", exact=True).fill(passphrase)
    kim.clicks("Afficher le message").sees("Six chiffres ont été envoyés à k…@partner.example.")
    kim.page.get_by_label("Code reçu par courriel").fill(code_in(next_to(postbox, KIM, seen)))
    kim.clicks("Afficher le message").reads("For Kim alone")
