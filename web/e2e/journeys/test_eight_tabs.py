"""Eight tabs of one browser are live from one stream of events."""

import re

from playwright.sync_api import Page, expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS


def streams(person: Person) -> int:
    """How often any tab has asked for the stream."""
    return sum("/v1/events" in request.url for request in person.requests)


def see(tabs: list[Page], subject: str, unread: int) -> None:
    for tab in tabs:
        expect(tab.get_by_role("row").filter(has_text=subject)).to_be_visible(timeout=SLOW_MS)
        expect(tab).to_have_title(re.compile(rf"^\({unread}\) "))


def test_eight_tabs_hear_of_a_message_from_one_stream_and_go_on_when_its_tab_closes(
    enters: MakePerson, organisation: Organisation
) -> None:
    bob = enters("bob")
    tabs = [bob.page, *(bob.new_tab() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(f"{bob.url}/messages/inbox")
        expect(tab.get_by_role("heading", name="Inbox", exact=True)).to_be_visible(timeout=SLOW_MS)
    plan = organisation.olga.plan(to=["bob@example.org"])

    organisation.olga.send(plan, Draft("To all tabs", "Text."))

    see(tabs, "To all tabs", 1)
    assert streams(bob) == 1
    bob.page.close()
    organisation.olga.send(plan, Draft("To the others", "Text."))
    see(tabs[1:], "To the others", 2)
    assert streams(bob) == 2
