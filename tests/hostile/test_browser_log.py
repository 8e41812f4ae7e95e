"""A hostile server forks, truncates, freezes and restarts the key log before the eyes of a page."""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.hostile.attacks_keys import Publish
from tests.hostile.attacks_log import Freeze, Restart, SignAnew, fork, truncate
from tests.hostile.exchange import Attack
from tests.hostile.forging import Insider
from tests.hostile.page import TEXT, Scene
from tests.system.organisation import address
from waxpost import Draft
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

CONTRADICTS = "The server contradicts itself about keys"
FOREIGN = "This is not the server you know"
READING = "The list of keys cannot be trusted. You can read what was checked before. Nothing is sent."
RESTARTED = "The list of keys was begun anew"


@pytest.fixture(scope="module")
def alice(scene: Scene) -> Person:
    """Alice, who has sent and read before."""
    scene.joins("bob")
    return scene.browse("alice").sends("All is well", TEXT, to=["Bob Roy"])


def attack_named(name: str, insider: Insider) -> Attack:
    match name:
        case "truncated":
            return truncate(insider, 1)
        case "signed anew":
            return SignAnew(insider, os.urandom(32))
        case _:
            return Restart(insider, announced=False)


@pytest.mark.parametrize(
    ("name", "title"), [("truncated", CONTRADICTS), ("signed anew", CONTRADICTS), ("restarted", FOREIGN)]
)
def test_a_log_that_cannot_be_true_stops_the_send(scene: Scene, alice: Person, name: str, title: str) -> None:
    alice.comes_back().begins_message("Never", "the secret", to=["Bob Roy"])
    before = scene.posted("messages")

    with scene.hostile.doing(attack_named(name, scene.insider)):
        alice.tries_to_send().sees_alert(title).sees("Tell an administrator in person or on the phone.")
        alice.reloads().sees_alert(title)

    assert scene.posted("messages") == before
    # No signed notes prove it, so the honest server is believed again.
    alice.comes_back().sends("Well again", TEXT, to=["Bob Roy"])


def saved_evidence(person: Person) -> dict[str, str]:
    with person.page.expect_download() as download:
        person.clicks("Save the evidence")
    saved: dict[str, str] = json.loads(Path(download.value.path()).read_text())
    return saved


def is_stopped(tab: Page) -> None:
    expect(tab.get_by_role("alert").filter(has_text=CONTRADICTS)).to_be_visible(timeout=SLOW_MS)


def test_a_rewritten_log_stops_for_good_in_every_tab(scene: Scene) -> None:
    frank = scene.newcomer().sends("Fine", TEXT, to=["Olga Smith"])
    other = frank.new_tab()
    other.goto(f"{frank.url}/messages/new")
    expect(other.get_by_role("heading", name="New message")).to_be_visible(timeout=SLOW_MS)
    frank.begins_message("Never", "the secret", to=["Olga Smith"])
    before = scene.posted("messages")

    with scene.hostile.doing(fork(scene.insider)):
        frank.tries_to_send()
        is_stopped(frank.page)
    evidence = saved_evidence(frank)

    # Both notes are signed by the log's key and of one size: that proves it, whatever the server shows from now on.
    held, served = evidence["held"].splitlines(), evidence["served"].splitlines()
    assert held[:2] == served[:2]
    assert held[2] != served[2]
    frank.reloads()
    is_stopped(frank.page)
    assert saved_evidence(frank) == evidence
    other.reload()
    is_stopped(other)
    assert scene.posted("messages") == before
    other.close()
    frank.goes_to("/messages/sent").clicks("Read what was checked before").sees_alert(READING)
    frank.opens("Fine", "sent").reads(TEXT)
    frank.begins_message("Never", "the secret", to=["Olga Smith"])
    frank.tries_to_send().sees("Not sent. The key log contradicts itself. Tell an administrator.")
    assert scene.posted("messages") == before


def test_two_people_who_are_shown_two_logs_find_out_by_their_first_message(scene: Scene) -> None:
    """Henry is shown a log in which Ida has another key; what he signs carries that log to Grace."""
    ida = scene.joins_lost()
    grace = scene.newcomer().sends("Fine", TEXT, to=["Olga Smith"])
    with scene.laptop(scene.joins_lost()) as henry:
        forged = scene.insider.forged_reset(address(ida))
        with scene.hostile.doing(Publish(scene.insider, address(ida), forged)):
            henry.sync()
            henry.send(henry.plan(to=[grace.addr]), Draft("Hello", TEXT))
    grace.has_row("Locked message")
    grace.row("Locked message").click()
    grace.sees("This message cannot be checked yet.").sees_no(TEXT)

    with scene.laptop(ida) as client:
        client.rename("Ida Wellington")
    grace.goes_to("/messages/inbox").reloads()

    is_stopped(grace.page)
    grace.sees_no(TEXT).reloads()
    is_stopped(grace.page)
    assert len(saved_evidence(grace)) == 2


def test_a_frozen_log_is_said_and_nothing_is_lost(scene: Scene, alice: Person) -> None:
    said = "The server has not confirmed its list of keys for more than a day. Tell an administrator."
    ida = scene.newcomer().sees_no(said)
    ida.signs_out()

    with scene.hostile.doing(Freeze(scene.insider)):
        # A device that has seen a newer note does not take an older one.
        ida.tries_to_sign_in().sees_alert(CONTRADICTS)


def test_an_announced_restart_is_shown_once_and_keeps_every_mark(scene: Scene) -> None:
    scene.joins("bob")
    jack = scene.newcomer()
    with scene.laptop("bob") as bob:
        words = bob.own_words()
    scene.delivers("bob", jack.first_name.lower(), "Before the restart")
    jack.has_row("Before the restart").goes_to("/people").clicks("Check, key of Bob Roy").confirms_words(words)
    jack.goes_to("/people").sees("Checked by you")
    restart = Restart(scene.insider, announced=True)

    with scene.hostile.doing(restart):
        jack.goes_to("/messages/inbox").reloads().sees_alert(RESTARTED).sees_no("Before the restart")
        jack.reloads().sees_alert(RESTARTED).clicks("An administrator confirmed it")
        jack.is_inside().opens("Before the restart").reads(TEXT)
        jack.reloads().reads(TEXT).sees_no(RESTARTED)
        jack.goes_to("/people").sees("Checked by you")
        jack.goes_to("/messages/inbox").sends("In the new log", TEXT, to=["Bob Roy"])
