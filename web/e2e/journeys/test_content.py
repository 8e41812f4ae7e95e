"""Rule 12: subjects, texts and names are data, whatever is in them."""

import pytest
from playwright.sync_api import expect

from tests.system.organisation import Organisation
from waxpost import Draft
from web.e2e.conftest import MakePerson
from web.e2e.people.person import Person

IMG = '<img src="https://elsewhere.example/x.png" onerror="alert(1)">'
TEXT = """\
<script>alert(2)</script><iframe src="https://elsewhere.example/"></iframe>

<div onclick="alert(3)" style="position:fixed">over everything</div>

[press me](javascript:alert(4)) and [me](data:text/html,<script>alert(5)</script>) and [me too](vbscript:x)

![a picture](https://elsewhere.example/pixel.png) ![ours](/favicon.svg)

A [real link](https://elsewhere.example/page?q=1) and <https://elsewhere.example/auto>.

[ref]: javascript:alert(6)
[a reference][ref]
"""


@pytest.fixture(scope="module")
def bob(enters: MakePerson, organisation: Organisation) -> Person:
    """Gets a message made to do harm, from somebody with a name made for it, to a group with such a name."""
    bob = enters("bob")
    mallory = organisation.joins("charlie")
    mallory.rename(f"Mallory {IMG}"[:100])
    group = organisation.olga.create_group(f"G {IMG}"[:60], ["bob@example.org"])
    mallory.send(mallory.plan(groups=[group.name], accept_members={group.gid: 1}), Draft(f"Subject {IMG}", TEXT))
    return bob


def test_rule_12_a_message_runs_nothing_and_loads_nothing(bob: Person) -> None:
    bob.goes_to("/messages/inbox").row(f"Subject {IMG}").click()
    bob.sees_heading(f"Subject {IMG}").reads("over everything").reads("a picture").reads("ours")
    article = bob.message()
    article.get_by_role("button").first.click()
    bob.sees("Locked on")
    links = article.get_by_role("link")
    # Until what formats it is there the text stands as it was typed.
    expect(links.first).to_contain_text("(elsewhere.example)")

    for tag in ("img", "script", "iframe", "[onerror]", "[onclick]", "[style*=fixed]"):
        expect(article.locator(tag)).to_have_count(0)
    hrefs = [link.get_attribute("href") or "" for link in links.all()]
    assert hrefs
    assert all(href.startswith("https://elsewhere.example/") for href in hrefs)
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
        assert link.get_attribute("target") == "_blank"


def test_rule_12_names_of_people_and_groups_are_text_everywhere(bob: Person, enters: MakePerson) -> None:
    for path in ("/people", "/people/groups"):
        bob.goes_to(path).sees(IMG[:20])
    olga = enters("olga")
    for path in ("/admin/users", "/admin/groups"):
        olga.goes_to(path).sees(IMG[:20])
    olga.goes_to("/messages/inbox").page.get_by_role("link", name="New message").first.click()
    olga.page.get_by_role("combobox", name="To").fill("Mallory")
    expect(olga.page.get_by_role("option")).to_contain_text(["Mallory <img"])

    for person in (bob, olga):
        expect(person.page.locator("img[src*=elsewhere], [onerror]")).to_have_count(0)


def test_rule_12_plain_text_stays_as_it_was_typed(bob: Person, organisation: Organisation) -> None:
    plan = organisation.olga.plan(to=["bob@example.org"])
    text = "**not bold** <b>not bold</b>\n  indented\n\n\n[no link](https://elsewhere.example/)"
    organisation.olga.send(plan, Draft("Plain", text, ctype="text/plain"))

    bob.goes_to("/messages/inbox").opens("Plain").reads("no link")

    assert text in bob.message().inner_text()
    expect(bob.message().get_by_role("link")).to_have_count(0)
