"""A hostile server mixes, replays, forges and keeps messages; the page shows nothing of them but a sentence."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.hostile.attacks_messages import Deliver, Delivery, Edit, Exchanged, Lie
from tests.hostile.exchange import Attack
from tests.hostile.forging import forge_message, payload_of, signer
from tests.hostile.page import TEXT, Scene
from tests.hostile.test_messages import as_a_directory_entry, opened_by, unsigned, with_algorithm_none, with_another_key
from tests.system.organisation import address
from waxpost import Draft
from waxpost.crypto.agefile import open_hybrid
from waxpost.crypto.encoding import b64u, time_of, unb64u
from waxpost.crypto.jws import TYPE_MESSAGE, sign_jws
from waxpost.crypto.strictjson import Json, read_object
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

ALICE, BOB, CHARLIE = address("alice"), address("bob"), address("charlie")
REFUSED = "This message was damaged on the way. Ask the sender to send it again."
NEWER = "This message needs a newer Waxpost"


@pytest.fixture(scope="module")
def alice(scene: Scene) -> Person:
    """Alice, who has read a message of Bob's."""
    alice = scene.browse("alice")
    scene.delivers("bob", "alice", "All is well")
    return alice.opens("All is well").reads(TEXT)


def delivery(scene: Scene, who: str, mid: str) -> Delivery:
    """What the real server hands out."""
    (token,) = scene.organisation.home(who).rglob("token")
    found: Delivery = replace(scene.insider, token=token.read_text()).ask("GET", f"messages/{mid}").json()
    return found


def opens_to(person: Person, mid: str, sentence: str, *hidden: str) -> None:
    """The message opens to this sentence, and nothing of its content is anywhere on the page."""
    person.page.goto(f"{person.url}/messages/inbox/{mid}")
    person.sees(sentence)
    for text in (TEXT, "Forged", "Send me your password", *hidden):
        person.sees_no(text)
    expect(person.page.get_by_role("button", name="Reply")).to_have_count(0)


@pytest.mark.parametrize("member", ["content", "wrap"])
def test_contents_and_wraps_of_two_messages_cannot_be_exchanged(scene: Scene, alice: Person, member: str) -> None:
    first, second = f"First, {member}", f"Second, {member}"
    one, two = scene.delivers("bob", "alice", first), scene.delivers("bob", "alice", second)
    other = delivery(scene, "alice", two)[member]

    with scene.hostile.doing(Exchanged(member, {one: other})):
        opens_to(alice, one, REFUSED, first)
        alice.goes_to("/messages/inbox").has_row("This message did not open").has_no_row(first).has_row(second)


def test_a_message_cannot_be_served_under_the_id_of_another(scene: Scene, alice: Person) -> None:
    one, two = scene.delivers("bob", "alice", "Id one"), scene.delivers("bob", "alice", "Id two")
    other = delivery(scene, "alice", two)

    with scene.hostile.doing(Edit(lambda real: {**other, "mid": one} if real["mid"] == one else real)):
        opens_to(alice, one, REFUSED, "Id one")


def test_rule_11_the_servers_words_have_to_agree_with_the_signed_ones(scene: Scene, alice: Person) -> None:
    with scene.laptop("bob") as bob:
        draft = Draft("In an envelope", TEXT, expires_at=time_of(int(time.time()) + 3600))
        mid = bob.send(bob.plan(to=[ALICE]), draft).mid
    lies: list[dict[str, object]] = [
        {"from": CHARLIE},
        {"thread": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"recipients": []},
        {"recipients": [{"addr": BOB, "entry": b64u(bytes(32))}]},
        {"exp": None},
        {"exp": "2099-01-01T00:00:00Z"},
    ]
    for lie in lies:
        with scene.hostile.doing(only(mid, Lie(lie))):
            opens_to(alice, mid, REFUSED, "In an envelope")
    alice.reloads().sees_heading("In an envelope").reads(TEXT)


def only(mid: str, lie: Lie) -> Edit:
    """The same lie about one message alone."""
    return Edit(lambda real: lie.change(real) if real["mid"] == mid else real)


def test_a_message_kept_after_its_end_is_not_shown(scene: Scene, alice: Person) -> None:
    with scene.laptop("bob") as bob:
        # Unlocking takes seconds on a busy machine, and the message has to be taken from the server before its end.
        end = int(time.time()) + 8
        mid = bob.send(bob.plan(to=[ALICE]), Draft("Kept on", TEXT, expires_at=time_of(end))).mid
    kept = delivery(scene, "alice", mid)

    with scene.hostile.doing(Deliver(kept)):
        alice.page.goto(f"{alice.url}/messages/inbox/{mid}")
        # Until its end it may be read.
        alice.sees("This message has expired").sees_no(TEXT)
        assert time.time() >= end
        alice.goes_to("/messages/inbox").reloads().has_row("All is well").has_no_row("Kept on")


def test_an_earlier_end_than_the_signed_one_is_obeyed(scene: Scene, alice: Person) -> None:
    mid = scene.delivers("bob", "alice", "Ended early")
    with scene.hostile.doing(only(mid, Lie({"exp": time_of(int(time.time()) - 1)}))):
        opens_to(alice, mid, "This message has expired", "Ended early")
    alice.reloads().sees_heading("Ended early").reads(TEXT)


def test_a_deleted_message_that_is_served_again_stays_deleted(scene: Scene, alice: Person) -> None:
    mid = scene.delivers("bob", "alice", "Once only")
    kept = delivery(scene, "alice", mid)
    alice.comes_back().opens("Once only").reads(TEXT)
    alice.deletes().has_no_row("Once only")

    with scene.hostile.doing(Deliver(kept)):
        # Also after the memory of the page is gone: what was deleted is written down for every device.
        alice.locks().unlocks().is_inside().has_row("All is well").has_no_row("Once only")
        opens_to(alice, mid, "This message does not exist", "Once only")


def test_a_message_in_the_wrong_box_is_shown_by_what_was_signed(scene: Scene, alice: Person) -> None:
    mid = scene.delivers("bob", "alice", "In the wrong box")
    with scene.hostile.doing(only(mid, Lie({"box": "sent"}))):
        alice.page.goto(f"{alice.url}/messages/inbox/{mid}")
        alice.sees_heading("In the wrong box").reads("bob@example.org").reads(TEXT)


Maker = Callable[..., Callable[[bytes], bytes]]


@pytest.mark.parametrize("make", [unsigned, with_another_key, as_a_directory_entry, with_algorithm_none])
def test_a_message_that_bob_did_not_sign_is_refused(scene: Scene, alice: Person, make: Maker) -> None:
    me, him = scene.insider.chain(ALICE).newest, scene.insider.chain(BOB).newest
    payload = payload_of(him, [me], scene.newest_note(), body=TEXT)
    mid = str(payload["mid"])
    forged = forge_message(me, payload, make(scene.insider, him, mid))

    with scene.hostile.doing(Deliver(forged.delivery())):
        opens_to(alice, mid, REFUSED)
        alice.goes_to("/messages/inbox").has_row("This message did not open").has_no_row("Forged")


def test_signed_text_cannot_be_passed_on_or_moved_to_another_key(scene: Scene, alice: Person) -> None:
    """Bob seals what Olga signed for him to Alice; and what he wrote to her, under another key."""
    passed_on = scene.delivers("olga", "bob", "For Bob alone")
    moved = scene.delivers("bob", "alice", "Moved")
    me = scene.insider.chain(ALICE).newest
    with scene.laptop("bob") as bob:
        mk = opened_by(bob, delivery(scene, "bob", passed_on))
        jws = open_hybrid(unb64u(delivery(scene, "bob", passed_on)["content"]), [mk])
    assert jws is not None
    with scene.laptop("alice") as laptop:
        other = open_hybrid(
            unb64u(delivery(scene, "alice", moved)["content"]), [opened_by(laptop, delivery(scene, "alice", moved))]
        )
    assert other is not None
    forged = [forge_message(me, signed_of(jws), lambda _: jws.rstrip(b" "), mk=mk)]
    forged.append(forge_message(me, signed_of(other), lambda _: other.rstrip(b" ")))

    for one, subject in zip(forged, ("For Bob alone", "Moved"), strict=True):
        with scene.hostile.doing(Deliver(one.delivery())):
            opens_to(alice, one.mid, REFUSED, subject)


def signed_of(jws: bytes) -> dict[str, Json]:
    """The payload that was signed."""
    return read_object(unb64u(str(read_object(jws.rstrip(b" "))["payload"])))


def test_two_contents_of_one_message_are_noticed(scene: Scene, alice: Person) -> None:
    """Bob works with the server: he signs a second text under the same id."""
    mid = scene.delivers("bob", "alice", "Two contents")
    first = delivery(scene, "alice", mid)
    alice.comes_back().opens("Two contents").reads(TEXT)
    second = signed_by_bob(scene, {"mid": mid, "thread": mid, "body": "The second text"})

    with scene.hostile.doing(Deliver({**second, "arrived_at": first["arrived_at"]})):
        # The page itself forgets by a reload; the receipts that a lock writes down do not.
        alice.goes_to("/messages/inbox").locks().unlocks().is_inside()
        opens_to(alice, mid, REFUSED, "The second text", "Two contents")


def signed_by_bob(scene: Scene, changes: dict[str, Json]) -> Delivery:
    """Something that Bob really signed, of whatever form."""
    me, him = scene.insider.chain(ALICE).newest, scene.insider.chain(BOB).newest
    payload = {**payload_of(him, [me], scene.newest_note(), body=TEXT), **changes}
    with scene.laptop("bob") as bob:
        seed = bob._account.vault.ids[-1].ed25519
    assert seed is not None
    return forge_message(me, payload, lambda data: sign_jws(data, TYPE_MESSAGE, him.hash, seed)).delivery()


def test_a_signed_message_of_another_form_is_refused_with_its_reason(scene: Scene, alice: Person) -> None:
    forms: list[tuple[dict[str, Json], str]] = [
        ({"log": "nonsense"}, REFUSED),
        ({"v": 2}, NEWER),
        ({"crit": ["later"], "later": 1}, NEWER),
        ({"prio": "urgent"}, REFUSED),
        ({"subject": "x" * 1001}, REFUSED),
    ]
    for changes, sentence in forms:
        made = signed_by_bob(scene, changes)
        with scene.hostile.doing(Deliver(made)):
            opens_to(alice, str(made["mid"]), sentence)


@pytest.mark.parametrize("member", ["content", "wrap"])
def test_a_damaged_message_is_one_refused_row_among_the_others(scene: Scene, alice: Person, member: str) -> None:
    subject, other = f"Damaged, {member}", f"Whole, {member}"
    damaged, whole = scene.delivers("bob", "alice", subject), scene.delivers("bob", "alice", other)

    def flip(real: Delivery) -> Delivery:
        if real["mid"] == damaged:
            data = bytearray(unb64u(real[member]))
            data[-1] ^= 1
            real[member] = b64u(bytes(data))
        return real

    attack: Attack = Edit(flip)
    with scene.hostile.doing(attack):
        opens_to(alice, damaged, REFUSED, subject)
        alice.page.goto(f"{alice.url}/messages/inbox/{whole}")
        alice.sees_heading(other).reads(TEXT)


def test_a_key_that_the_server_made_signs_nothing_for_somebody_else(scene: Scene, alice: Person) -> None:
    """The server names Bob's own entry, and signs with a key of its own."""
    me, him = scene.insider.chain(ALICE).newest, scene.insider.chain(BOB).newest
    payload = payload_of(him, [me], scene.newest_note(), body=TEXT)
    forged = forge_message(me, payload, signer(scene.insider.keys, me.hash))
    with scene.hostile.doing(Deliver(forged.delivery())):
        opens_to(alice, forged.mid, REFUSED)
    alice.comes_back().has_row("All is well")
    expect(alice.page.get_by_role("alert")).to_have_count(0, timeout=SLOW_MS)
