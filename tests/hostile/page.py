"""People in front of a browser at a hostile server.

The page, its scripts and everything that it asks for come through the double. The organisation is made through the SDK
and shared by all browser tests of this folder: what a test does to somebody for good, it does to somebody of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.double import HostileServer
from tests.hostile.forging import Insider
from tests.system.organisation import NAMES, PASSWORD, Organisation, address
from tests.system.server_process import ServerProcess, free_port
from waxpost import Client, Draft, new_recovery_code
from waxpost.crypto.logview import read_page
from web.e2e.conftest import web_settings
from web.e2e.people.person import Person

TEXT = "Only for whom it was written."
# More people than the other tests have. Who was shown a false log stays without trust in the true one, and who got
# another key or name keeps it for the tests of all files after it: each of those tests takes the next of the lost.
LOST = [
    *("frank", "grace", "henry", "ida", "jack", "kate", "liam", "maria"),
    *("nora", "oscar", "paul", "rosa", "simon", "tina", "ulrich", "victor"),
    *("wendy", "xenia", "yann", "zoe"),
]
CAST = NAMES | {who: f"{who.capitalize()} Wells" for who in LOST}


@dataclass(frozen=True)
class Site:
    """A hostile server, its operator, and the organisation on it."""

    hostile: HostileServer
    organisation: Organisation
    insider: Insider

    def joins(self, who: str) -> None:
        """Somebody of the cast has an account and a laptop, from now on if not before."""
        organisation = self.organisation
        if who in organisation.kits:
            return
        link, kit = organisation.olga.invite(address(who), name=CAST[who]), new_recovery_code()
        home = organisation.home(who)
        Client.join(link.url, name=CAST[who], password=PASSWORD, recovery_code=kit, home=home).close()
        organisation.kits[who] = kit

    def joins_lost(self) -> str:
        """The next of the lost has an account and a laptop from now on; who that is."""
        who = next(who for who in LOST if who not in self.organisation.kits)
        self.joins(who)
        return who

    @contextmanager
    def laptop(self, who: str) -> Iterator[Client]:
        """Somebody at a laptop with the SDK."""
        self.joins(who)
        with Client.unlock(PASSWORD, home=self.organisation.home(who)) as client:
            yield client

    def delivers(self, who: str, reader: str, subject: str, text: str = TEXT) -> str:
        """Somebody writes to a reader; the message's id."""
        with self.laptop(who) as client:
            return client.send(client.plan(to=[address(reader)]), Draft(subject, text)).mid

    def reads(self, who: str) -> list[str]:
        """What somebody's laptop finds in the inbox: every subject that opens."""
        with self.laptop(who) as client:
            return [message.content.subject for message in client.inbox().messages if message.content is not None]

    def newest_note(self) -> str:
        """The newest checkpoint of the real log."""
        return read_page(self.insider.ask("GET", "log", params={"from": 0}).content).note

    def posted(self, *route: str) -> list[dict[str, object]]:
        """What was written to a route so far."""
        return [one.asked for one in self.hostile.seen if one.method == "POST" and one.route == route]


@dataclass(frozen=True)
class Scene(Site):
    """The site, with a browser for each of the cast."""

    visitor: Callable[[str], Person]

    def visit(self, who: str) -> Person:
        """Somebody of the cast at a device that knows nothing yet."""
        self.joins(who)
        person = self.visitor(CAST[who])
        person.kit = self.organisation.kits[who]
        return person

    def browse(self, who: str) -> Person:
        """Somebody of the cast in the inbox."""
        return self.visit(who).signs_in()

    def newcomer(self) -> Person:
        """Somebody new in front of a browser, to be lost to this test."""
        return self.browse(self.joins_lost())


@contextmanager
def make_site(folder: Path) -> Iterator[Site]:
    """A server, the double before it, and nobody but Olga. No page may be refused anything by its policy."""
    port = free_port()
    with (
        ServerProcess(folder / "server", base_url=f"http://127.0.0.1:{port}", **web_settings()) as process,
        HostileServer(process, port) as hostile,
        Organisation(process, folder / "devices", url=hostile.url) as organisation,
    ):
        (token,) = organisation.home("olga").rglob("token")
        yield Site(hostile, organisation, Insider.of(hostile.upstream, process.data, token.read_text()))
        assert [line for line in process.lines if "csp" in line] == []
