"""What somebody hears who does not see the page change."""

from playwright.sync_api import expect

from tests.system.organisation import Organisation
from waxpost import Client, Draft, RequestDraft
from web.e2e.conftest import MakePerson
from web.e2e.people.window import SLOW_MS
from web.e2e.people.writing import is_count

FOCUS = "document.activeElement.tagName + document.activeElement.textContent"


def test_a_message_that_arrives_is_announced_by_its_sender_and_takes_no_focus(
    enters: MakePerson, organisation: Organisation
) -> None:
    alice = enters("alice")
    # What came before the page had counted is among what it counted, and no arrival.
    with alice.page.expect_response(is_count):
        alice.reloads().is_inside()
    announced = alice.page.get_by_role("status").get_by_text("New message from Olga", exact=True)
    expect(announced).to_have_count(0)
    # The place is there before the words, or nobody would hear them.
    places = alice.page.get_by_role("status")
    assert places.count() > 0
    focus = alice.page.evaluate(FOCUS)

    organisation.olga.send(organisation.olga.plan(to=[alice.addr]), Draft("Very private", "Text."))

    expect(announced).to_have_count(1, timeout=SLOW_MS)
    alice.has_row("Very private")
    expect(places.filter(has_text="Very private")).to_have_count(0)
    assert alice.page.evaluate(FOCUS) == focus
    # On another page as well, and not again when it is opened.
    alice.goes_to("/people").sees_heading("People")
    with alice.page.expect_response(is_count):
        alice.reloads().sees_heading("People")
    expect(announced).to_have_count(0)
    organisation.olga.send(organisation.olga.plan(to=[alice.addr]), Draft("Another", "Text."))
    expect(announced).to_have_count(1, timeout=SLOW_MS)


def test_what_one_sends_oneself_is_not_announced(enters: MakePerson, organisation: Organisation) -> None:
    bob = enters("bob")
    announced = bob.page.get_by_role("status").get_by_text("New message from")

    bob.sends("To Olga", "Text.", to=["Olga Smith"])

    bob.goes_to("/messages/sent").has_row("To Olga")
    expect(announced).to_have_count(0)
    # Whatever had been announced would stand before this.
    organisation.olga.send(organisation.olga.plan(to=[bob.addr]), Draft("After it", "Text."))
    expect(announced).to_have_text(["New message from Olga"], timeout=SLOW_MS)


def test_an_answer_from_outside_is_announced_once_and_not_when_it_is_marked(
    enters: MakePerson, organisation: Organisation
) -> None:
    laptop = organisation.joins("charlie")
    request = laptop.create_request(RequestDraft("Very private", text=True, answers=2))
    charlie = enters("charlie")
    charlie.goes_to("/people").sees_heading("People")
    with charlie.page.expect_response("**/v1/answers*"), charlie.page.expect_response(is_count):
        charlie.reloads().sees_heading("People")
    announced = charlie.page.get_by_role("status").get_by_text("New answer from outside", exact=True)
    expect(announced).to_have_count(0)

    with Client.open_request(request.url or "") as opened:
        opened.answer(text="4711")

    expect(announced).to_have_count(1, timeout=SLOW_MS)
    expect(charlie.page.get_by_role("status").filter(has_text="Very private")).to_have_count(0)
    # Marking it is told by the same event, and is nothing new.
    expect(announced).to_have_count(0, timeout=SLOW_MS)
    (answer,) = laptop.answers(request.id).answers
    for is_read in (True, False):
        laptop.mark_answers([answer.mid], read=is_read)
        unread = charlie.page.get_by_role("link", name="Messages, 1 unread").first
        expect(unread).to_be_visible(visible=not is_read, timeout=SLOW_MS)
    expect(announced).to_have_count(0)
