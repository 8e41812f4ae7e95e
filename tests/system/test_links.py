"""Links through a real server: what counts as a view and what never does, whoever interferes."""

import base64
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.system.organisation import PASSWORD, Organisation
from tests.system.server_process import ServerProcess
from waxpost import (
    Client,
    Field,
    IncompleteLink,
    Item,
    Link,
    LinkDraft,
    LinkGone,
    LinkLocked,
    PassphraseNeeded,
    Problem,
    Refused,
    ServerNotReached,
    World,
    WrongPassphrase,
)
from waxpost.crypto.encoding import time_of

PART = 8 * 1024 * 1024
People = tuple[ServerProcess, Client, Client]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    folder = tmp_path_factory.mktemp("links")
    with ServerProcess(folder / "server") as server, Organisation(server, folder / "devices") as organisation:
        alice = organisation.joins("alice")
        yield server, alice, organisation.signs_in("alice")


class Meddles(httpx.HTTPTransport):
    """Does something before the first request to one route goes out, or loses its answer."""

    def __init__(self, route: str, before: Callable[[], object] | None = None, *, cut: str = "") -> None:
        super().__init__()
        self.route, self.before, self.cut = route, before, cut
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if not request.url.path.endswith(self.route):
            return super().handle_request(request)
        if self.before is not None:
            before, self.before = self.before, None
            before()
        if self.cut == "line":
            raise httpx.ConnectError("no network", request=request)
        response = super().handle_request(request)
        if self.cut == "answer":
            self.cut = ""
            response.read()
            raise httpx.ReadError("the connection broke", request=request)
        return response


def made(alice: Client, *files: Path, **changes: object) -> Link:
    link = alice.create_link(LinkDraft("Door", "The code is 4711", **changes), files)  # pyright: ignore[reportArgumentType]
    assert link.url is not None
    return link


def opens(link: Link, secret: str | None = None, transport: httpx.BaseTransport | None = None) -> int | None:
    """Open a link with its own passphrase or another one; the views that are left then."""
    world = World(transport=transport)
    with Client.open_link(link.url or "", secret or link.passphrase, world=world) as opened:
        assert (opened.message.subject, opened.message.body) == ("Door", "The code is 4711")
        return opened.message.views_left


def left(alice: Client, link: Link) -> int | None:
    return alice.shared_link(link.id).views_left


def test_what_a_link_carries_comes_out_as_it_went_in(people: People, tmp_path: Path) -> None:
    _, alice, phone = people
    items = (Item("Grafana", (Field("username", "root"), Field("password", "s3cret")), att=(1,)),)
    sources = [tmp_path / "big.bin", tmp_path / "empty"]
    sources[0].write_bytes(os.urandom(PART + 1))
    sources[1].write_bytes(b"")
    link = alice.create_link(LinkDraft("Two files", "", items=items), sources)
    assert (link.views_left, link.state, link.files) == (3, "open", 2)
    assert link.passphrase is not None
    assert len(link.passphrase.split("-")) == 6
    preview = Client.look_at_link(link.url or "")
    assert (preview.from_addr, preview.from_name, preview.views_left) == (alice.addr, "Alice Martin", 3)

    with Client.open_link(link.url or "", link.passphrase) as opened:
        message = opened.message
        saved = [opened.save(index, tmp_path) for index in range(2)]

    assert (message.from_name, message.from_addr, message.subject) == ("Alice Martin", alice.addr, "Two files")
    assert message.items == items
    assert [(file.name, file.size) for file in message.attachments] == [("big.bin", PART + 1), ("empty", 0)]
    assert [path.read_bytes() for path in saved] == [path.read_bytes() for path in sources]
    assert message.views_left == left(alice, link) == 2
    assert [visit.network for visit in alice.shared_link(link.id).visits] == ["127.0.0.0/24"]
    # Another device of hers can show it again.
    again = phone.shared_link(link.id)
    assert (again.url, again.passphrase, again.subject) == (link.url, link.passphrase, "Two files")


@pytest.mark.parametrize("form", ["generated", "own", "none", "words"])
def test_every_form_of_a_link_opens_with_its_own_secret_alone(people: People, form: str) -> None:
    _, alice, _ = people
    changes: dict[str, object] = {
        "generated": {"passphrase": True},
        "own": {"passphrase": "  Straße ﬁve\n"},
        "none": {"passphrase": False},
        "words": {"is_words": True},
    }[form]
    link = made(alice, **changes)

    assert ("#" in (link.url or "")) == (form != "words")
    assert opens(link) == 2
    if form == "own":
        assert opens(link, "Straße five") == 1
    if form == "words":
        assert opens(link, (link.passphrase or "").replace("-", " ").upper()) == 1
        with pytest.raises(Refused) as refused:
            opens(link, "one two three")
        assert refused.value.reason == "form"
        with pytest.raises(LinkGone):
            opens(link, " ".join(["zoo"] * 7))
    if form == "none":
        assert link.passphrase is None
    else:
        with pytest.raises(PassphraseNeeded):
            Client.open_link(link.url or "")


def test_views_are_counted_to_the_last_and_not_beyond(people: People) -> None:
    _, alice, _ = people
    link = made(alice, views=2)

    assert [opens(link), opens(link)] == [1, 0]
    with pytest.raises(LinkGone):
        opens(link)
    found = alice.shared_link(link.id)
    assert (found.state, found.opened, len(found.visits)) == ("used", 2, 2)


def test_a_wrong_passphrase_uses_no_view_and_five_lock(people: People) -> None:
    _, alice, _ = people
    link = made(alice)

    for tries in (4, 3, 2, 1):
        with pytest.raises(WrongPassphrase) as wrong:
            opens(link, "wrong")
        assert wrong.value.tries_left == tries
        assert left(alice, link) == 3
    with pytest.raises(LinkLocked):
        opens(link, "wrong")
    with pytest.raises(LinkLocked):
        opens(link)
    assert alice.shared_link(link.id).state == "locked"


def test_a_network_that_dies_after_the_claim_uses_no_view(people: People) -> None:
    _, alice, _ = people
    link = made(alice, views=1)

    with pytest.raises(ServerNotReached):
        opens(link, transport=Meddles("/confirm", cut="line"))

    assert left(alice, link) == 1
    assert opens(link) == 0


def test_a_proof_whose_answer_was_lost_uses_one_view(people: People) -> None:
    _, alice, _ = people
    link = made(alice)
    transport = Meddles("/confirm", cut="answer")

    assert opens(link, transport=transport) == 2

    assert sum(path.endswith("/confirm") for path in transport.asked) == 2
    assert left(alice, link) == 2


def test_a_link_revoked_between_claim_and_proof_shows_nothing(people: People) -> None:
    _, alice, phone = people
    link = made(alice)

    with pytest.raises(LinkGone):
        opens(link, transport=Meddles("/confirm", lambda: phone.revoke_link(link.id)))

    found = alice.shared_link(link.id)
    assert (found.state, found.opened) == ("revoked", 0)


def test_a_link_that_expires_while_it_is_read_gives_no_more_files(people: People, tmp_path: Path) -> None:
    _, alice, phone = people
    source = tmp_path / "file"
    source.write_bytes(os.urandom(100))
    link = made(alice, source)
    with Client.open_link(link.url or "", link.passphrase) as opened:
        # Stretching the passphrase takes a second or two on a busy machine: only then the end is chosen.
        end = int(time.time()) + 2
        phone.change_link(link.id, expires_at=time_of(end))
        while time.time() <= end:
            threading.Event().wait(0.1)

        with pytest.raises(LinkGone):
            opened.save(0, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    with pytest.raises(LinkGone):
        opens(link)


def test_a_cut_or_altered_link_is_known_without_a_request(people: People) -> None:
    _, alice, _ = people
    link = made(alice)
    other = made(alice)
    url = link.url or ""
    path, _, code = url.partition("#")
    altered = code[:20] + ("A" if code[20] != "A" else "B") + code[21:]
    transport = Meddles("/none")
    cut = [
        url[:-1],
        url[: len(path) + 20],
        f"{path}#{altered}",
        f"{other.url}".partition("#")[0] + "#" + code,
    ]
    cut += [url.replace("/s/", "/x/"), path[:-1], f"{url}A", f"{path}?x=1#{code}", "", "https://", code]

    for one in cut:
        with pytest.raises(IncompleteLink):
            Client.open_link(one, link.passphrase, world=World(transport=transport))
    # Without its fragment it asks for words, as a link that was mailed does; a passphrase is none.
    with pytest.raises(Refused):
        Client.open_link(path, "not the words of it", world=World(transport=transport))

    assert transport.asked == []
    assert alice.shared_link(link.id).tries_left == 5


def test_a_server_that_swaps_what_is_sealed_is_found_out_before_a_view_is_used(people: People) -> None:
    _, alice, _ = people
    one, other = made(alice, passphrase=False), made(alice, passphrase=False)

    class Swaps(httpx.HTTPTransport):
        """Gives the sealed files of another link."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if not request.url.path.endswith("/claim"):
                return super().handle_request(request)
            answer = super().handle_request(request)
            answer.read()
            body = answer.json()
            body["content"] = base64.urlsafe_b64encode(b"x" * 3000).decode()
            return httpx.Response(200, json=body, headers={"Waxpost-Protocol": "1"}, request=request)

    with pytest.raises(Refused):
        opens(one, transport=Swaps())

    assert left(alice, one) == left(alice, other) == 3


def test_a_link_that_may_not_be_made_leaves_nothing(people: People, tmp_path: Path) -> None:
    server, alice, _ = people
    source = tmp_path / "file"
    source.write_bytes(b"x")
    before = {link.id for link in alice.shared_links()}
    server.command("policy", "set", "links", "false")
    try:
        with pytest.raises(Problem) as refused:
            made(alice, source)
    finally:
        server.command("policy", "set", "links", "true")

    assert refused.value.code == "links-not-allowed"
    assert {link.id for link in alice.shared_links()} == before


def test_defaults_are_the_organisations(people: People) -> None:
    server, alice, _ = people
    for name, value in (("link_views", "0"), ("link_expiry_days", "1"), ("link_passphrase", "false")):
        server.command("policy", "set", name, value)
    try:
        link = made(alice)
    finally:
        for name, value in (("link_views", "3"), ("link_expiry_days", "7"), ("link_passphrase", "true")):
            server.command("policy", "set", name, value)

    assert (link.views, link.passphrase) == (None, None)
    assert link.expires_at <= time_of(int(time.time()) + 86_400)
    assert opens(link) is None


def test_a_link_works_over_a_restart_and_for_a_maker_who_is_away(tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "server") as server, Organisation(server, tmp_path / "devices") as organisation:
        link = made(organisation.joins("bob"))
        server.stop()
        server.start()

        assert opens(link) == 2
        with Client.unlock(PASSWORD, home=organisation.home("bob")) as bob:
            assert [one.views_left for one in bob.shared_links()] == [2]
