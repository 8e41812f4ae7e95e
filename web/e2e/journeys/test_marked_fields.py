"""Rules 1 and 13, by searching: what is typed into the fields of the browser is nowhere outside it, unsealed.

Two people live through every page that takes a secret, at a door that writes down each request. Afterwards every
store of their browsers, cookies, history, titles, consoles, addresses and requests are searched, in every form that
bytes take. The same search finds what may be known, so it can find.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pytest

from tests.hostile.double import HostileServer
from tests.system.markers import numbered, places_of, unwrapped
from tests.system.server_process import ServerProcess
from tests.system.test_markers import (
    GROUP,
    GROUP_TEXT,
    LAST_PASSWORD,
    NEW_PASSWORD,
    PASSWORD,
    SUBJECT,
    TEXT,
    UNSENT,
    WRONG_CODE,
    WRONG_PASSWORD,
    Traces,
)
from tools.ports import free_port
from web.e2e.conftest import web_settings
from web.e2e.people.footprints import Footprints
from web.e2e.people.person import Person
from web.e2e.pytest_browser import OpenBrowser

OLGAS_PASSWORD, REPLY = "Olgas-Password-Whinchat-Quoin-6128", "Reply-of-Brambling-Sphinx-3357"
# One story before the first test: a dozen passwords are stretched in it.
pytestmark = pytest.mark.timeout(240)
# The fields for words take small letters only.
WRONG_WORD = "wrongwordgarganeyfjord"
TYPED = (
    *(SUBJECT, TEXT, GROUP_TEXT, REPLY, UNSENT, WRONG_WORD, WRONG_CODE),
    *(PASSWORD, NEW_PASSWORD, LAST_PASSWORD, WRONG_PASSWORD, OLGAS_PASSWORD),
)
# No secret: left in every place on purpose at the end, to see that the search looks there.
PLANTED = "Planted-Nuthatch-Obelisk-8074"
PLANT = """async (planted) => {
  localStorage.setItem("planted", planted);
  sessionStorage.setItem("planted", btoa(planted));
  document.cookie = `planted=${planted}`;
  await (await caches.open("planted")).put("/planted", new Response(planted));
  const request = indexedDB.open("planted", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("all").put(new TextEncoder().encode(planted), "bytes");
  };
  await new Promise((resolve) => { request.onsuccess = resolve; });
  request.result.close();
  document.title = planted;
  console.info(planted);
  await fetch("/v1/health", { headers: { "x-planted": planted } });
  history.pushState(planted, "", `/messages/inbox?${planted}`);
}"""


@dataclass
class Story:
    """What was typed, the links that were followed, and where all of it could have got to."""

    secrets: Traces = field(default_factory=lambda: Traces(secrets=list(TYPED)))
    links: list[str] = field(default_factory=list[str])
    start: Traces = field(default_factory=lambda: Traces(secrets=[]))
    feet: list[Footprints] = field(default_factory=list[Footprints])
    places: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def look(self) -> None:
        for one in self.feet:
            one.look()

    def gather(self, door: HostileServer, log: list[str]) -> None:
        """Every place by its kind: the first word of its name."""
        found = numbered("log line", (line.encode() for line in log))
        for number, seen in enumerate(door.seen):
            head = "\n".join([seen.method, seen.path, *seen.query.values(), *seen.headers.values()])
            found[f"head {number} of {seen.path}"] = head.encode()
            if seen.path.startswith("/v1/"):
                found[f"body {number} of {seen.path}"] = seen.body
                found[f"answer {number} of {seen.path}"] = seen.answer
        for one in self.feet:
            found |= one.stores | one.history
            who = one.person.name
            found |= numbered(f"title of {who}", (title.encode() for title in one.titles))
            found |= numbered(f"console of {who}", (line.encode() for line in one.console))
            # What was followed is what somebody typed; the page takes the code out of it.
            visited = [address for address in one.visited if address not in self.links]
            found |= numbered(f"address of {who}", (address.encode() for address in visited))
            found |= numbered(f"request of {who}", (request.url.encode() for request in one.person.requests))
        self.places = unwrapped(found)

    def places_of(self, *kinds: str) -> dict[str, bytes]:
        """Some of the places."""
        found = {name: content for name, content in self.places.items() if name.startswith(kinds)}
        assert found
        return found


@pytest.fixture(scope="module")
def story(opens_browser: OpenBrowser, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Everything that can be typed, typed once."""
    port = free_port()
    folder = tmp_path_factory.mktemp("marked")
    settings = {"base_url": f"http://127.0.0.1:{port}", "log_level": "debug", **web_settings()}
    with ServerProcess(folder / "server", **settings) as process, HostileServer(process, port) as door:
        told = Story()
        live(told, door, partial(opens_browser, door.url))
    told.gather(door, process.lines)
    return told


def live(story: Story, door: HostileServer, somebody: OpenBrowser) -> None:
    """The life of an account, from the first start to the loss of everything."""
    olga, bob = somebody("Olga Smith"), somebody("Bob Roy")
    olga.password, bob.password = OLGAS_PASSWORD, PASSWORD
    story.feet = [Footprints(olga), Footprints(bob)]
    story.start.keep_code(door.process.start_link)
    olga.first_starts(f"{door.url}/start", code=story.start.secrets[0])
    follows(story, olga.invites("Bob Roy"), bob.joins)
    story.look()
    write(story, olga, bob)
    change_secrets(story, bob)
    link = olga.lets_start_over("Bob Roy")
    bob.signs_out()
    follows(story, link, bob.page.goto)
    bob.page.get_by_role("textbox").fill(UNSENT)
    story.look()
    # A code that did not come with the address is asked for again, so a page that forgot it cannot have kept it.
    bob.reloads().sees_heading("This link is not complete")
    olga.page.evaluate(PLANT, PLANTED)
    story.look()
    story.secrets.secrets += [code for kit in (olga.kit, bob.kit) for code in (kit, kit.replace("-", ""))]


def follows(story: Story, link: str, follow: Callable[[str], object]) -> None:
    """Somebody opens a link that somebody else passed on."""
    story.links.append(link)
    story.secrets.keep_code(link)
    follow(link)


def write(story: Story, olga: Person, bob: Person) -> None:
    """Messages both ways, to one and to a group, one of them answered, and one that is never sent."""
    bob.sends(SUBJECT, TEXT, to=["Olga Smith"], expires=True)
    olga.goes_to("/messages/inbox").opens(SUBJECT).reads(TEXT)
    story.look()
    olga.clicks("Reply").page.get_by_role("textbox", name="Message").fill(REPLY)
    olga.presses_send().makes_group(GROUP, ["Bob Roy"]).goes_to("/messages/inbox")
    olga.begins_message(GROUP_TEXT, GROUP_TEXT, groups=[GROUP]).clicks("They may read it").presses_send()
    bob.goes_to("/messages/inbox").has_row(GROUP_TEXT).opens(f"Re: {SUBJECT}").reads(REPLY)
    bob.begins_message(UNSENT, UNSENT, to=["Olga Smith"])
    story.look()
    bob.discards().goes_to("/people").clicks("Check, key of Olga Smith")
    bob.types_words([WRONG_WORD] * 8).sees("These are not the words of this key.")
    story.look()


def change_secrets(story: Story, bob: Person) -> None:
    """Every field for a password and for a code, wrongly and rightly filled."""
    bob.goes_to("/messages/inbox").locks().unlocks(WRONG_PASSWORD).sees("That password does not match.")
    story.look()
    bob.unlocks().is_inside().reloads().is_inside().changes_password(NEW_PASSWORD)
    story.secrets.secrets += [bob.kit, bob.kit.replace("-", "")]
    story.look()
    bob.signs_out().tries_to_sign_in(WRONG_PASSWORD).sees_alert("That address and password do not match.")
    bob.page.goto(f"{bob.url}/recover")
    bob.page.get_by_label("Email address").fill(bob.addr)
    bob.page.get_by_label("Recovery code").fill(WRONG_CODE)
    bob.clicks("Continue").sees_alert("")
    story.look()
    bob.recovers(LAST_PASSWORD)
    story.look()


def found(story: Story, places: dict[str, bytes]) -> dict[str, list[str]]:
    """Which secrets are in which of the places."""
    secrets = [*story.secrets.secrets, *story.secrets.raw_secrets]
    return {str(secret): names for secret in secrets if (names := places_of(secret, places))}


def test_rule_01_what_is_typed_in_a_browser_is_nowhere_outside_it_unsealed(story: Story) -> None:
    everywhere = story.places_of("")
    assert found(story, everywhere) == {}
    # Keys that stay on the device cannot be taken out of it by a script.
    stores = story.places_of("store")
    assert [name for name, content in stores.items() if b"a key, EXTRACTABLE" in content] == []
    assert any(b"a key, kept in" in content for content in stores.values())


def test_rule_13_the_code_of_a_link_is_in_no_history_address_title_or_request(story: Story) -> None:
    for one in story.feet[1:]:
        # The page was opened with the codes, so they have been there.
        assert set(story.links) <= set(one.visited)
    for one in story.feet:
        assert all("#" not in address for address in one.visited if address not in story.links)
    codes = [link.partition("#")[2] for link in story.links]
    assert len(codes) == 2
    for code in codes:
        assert places_of(code, story.places) == []
    # The code of the first start is the server's own, which wrote it into its log: only the server is told its secret.
    assert all(name.startswith("log line") for name in places_of(story.start.secrets[0], story.places))
    told = {name.rpartition(" of ")[2] for name in places_of(story.start.raw_secrets[0], story.places)}
    assert told == {"/v1/start/check", "/v1/start"}


def test_the_search_looks_into_every_place(story: Story) -> None:
    names = places_of(PLANTED, story.places)
    kinds = {name.partition(" of ")[0].rstrip(" 0123456789") for name in names}
    assert kinds >= {"store", "history", "title", "console", "address", "head"}
    stores = {name.partition(": ")[2] for name in names if name.startswith("store of ")}
    assert stores == {
        *("localStorage", "sessionStorage", "cookie planted", "database planted, all, bytes"),
        *(f"cache planted, {story.feet[0].person.url}/planted", "state of the history"),
    }


def test_the_search_finds_what_may_be_known(story: Story) -> None:
    assert places_of("bob@example.org", story.places_of("body"))
    assert places_of("bob@example.org", story.places_of("answer"))
    assert places_of("bob@example.org", story.places_of("store"))
    assert places_of(GROUP, story.places_of("answer"))
    assert places_of("/v1/messages", story.places_of("request"))
    assert places_of("Inbox – Waxpost", story.places_of("title"))
    for kind in ("history", "address"):
        assert places_of("/messages/inbox", story.places_of(kind))
    # Who writes to whom is known to the server, but stands in no address and no log line.
    assert places_of("bob@example.org", story.places_of("head", "request", "address", "history", "log")) == []
