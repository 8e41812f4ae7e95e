"""A hostile server restarts the key log for real, and lies to a new device about the log from before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.attacks_log import Overloaded
from tests.hostile.page import TEXT, Scene, make_site
from tests.hostile.test_old_log import attack_named
from tests.system.organisation import PASSWORD
from waxpost import Client
from web.e2e.people.person import Person
from web.e2e.pytest_browser import OpenBrowser

SUBJECT = "Before the restart"
CONTRADICTS = "The server contradicts itself about keys"


@pytest.fixture
def scene(tmp_path: Path, opens_browser: OpenBrowser) -> Iterator[Scene]:
    """A site of its own: what is restarted here is restarted for everybody."""
    with make_site(tmp_path) as site:
        seen: list[Person] = []

        def visitor(name: str) -> Person:
            seen.append(opens_browser(site.hostile.url, name))
            return seen[-1]

        yield Scene(site.hostile, site.organisation, site.insider, visitor)
        for person in seen:
            person.leaves()


def restart(scene: Scene) -> tuple[str, list[bytes]]:
    """Bob wrote to Alice before the restart, which she accepted on her laptop; the old log's origin and leaves."""
    for who in ("alice", "bob"):
        scene.joins(who)
    scene.delivers("bob", "alice", SUBJECT)
    origin, leaves = scene.insider.origin(), scene.insider.honest_leaves()
    process = scene.hostile.process
    process.stop()
    process.command("restart-log")
    process.start()
    with Client.unlock(PASSWORD, home=scene.organisation.home("alice"), accept_restart=True) as laptop:
        laptop.sync()
    return origin, leaves


def knows_the_restart(person: Person) -> Person:
    """The vault brought the answer along: nobody is asked a second time."""
    return person.sees_no("The list of keys was begun anew")


def test_an_old_log_that_cannot_be_had_now_leaves_its_messages_for_later(scene: Scene) -> None:
    restart(scene)

    with scene.hostile.doing(Overloaded()):
        alice = scene.visit("alice").expects_complaint("status of 503").signs_in().has_row("Locked message")
        alice.row("Locked message").click()
        knows_the_restart(alice).sees("This message cannot be checked yet.").sees_no(TEXT)

    alice.goes_to("/messages/inbox").reloads().opens(SUBJECT).reads(TEXT)


@pytest.mark.parametrize("kind", ["rewritten", "signed after the restart", "signed by another"])
def test_another_old_log_stops_the_page_and_shows_nothing_of_its_messages(scene: Scene, kind: str) -> None:
    origin, leaves = restart(scene)

    with scene.hostile.doing(attack_named(kind, scene.insider, origin, leaves)):
        # The page may stop before the inbox was ever to be seen.
        alice = scene.visit("alice").tries_to_sign_in().sees_alert(CONTRADICTS).sees_no(TEXT).sees_no(SUBJECT)
        knows_the_restart(alice)
