"""A hostile server swaps, resets and withholds keys, renames people and changes groups, before the eyes of a page."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.hostile.attacks_keys import (
    AddToGroup,
    BreakLeaf,
    ChangeEntries,
    Publish,
    Rename,
    SayNoKeysYet,
    SetRevision,
    StripOldSignature,
    SwapKey,
)
from tests.hostile.attacks_messages import Deliver
from tests.hostile.forging import forge_message, payload_of, signer
from tests.hostile.page import TEXT, Scene
from tests.system.organisation import address
from waxpost.crypto.encoding import time_of
from waxpost.crypto.entry import entry_hash, make_rotate, read_pinned
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

BOB, DANA = address("bob"), address("dana")
BREAK_A_RULE = re.compile(r"The keys the server shows for \S+ break a rule\. Do not send\. Tell an administrator\.")


@pytest.fixture(scope="module")
def alice(scene: Scene) -> Person:
    """Alice, who has written to Bob alone."""
    for who in ("bob", "charlie", "dana", "erin"):
        scene.joins(who)
    return scene.browse("alice").sends("All is well", TEXT, to=["Bob Roy"])


def writes_to(person: Person, addr: str) -> None:
    """Begin a message to somebody who is found by address, whatever is called how."""
    person.begins_message("Never", "the secret")
    person.page.get_by_role("combobox", name="To").fill(addr)
    person.page.get_by_role("option").filter(has_text=addr).first.click()


def is_refused(person: Person, addr: str) -> None:
    """The person's keys are refused, and Send waits."""
    writes_to(person, addr)
    expect(person.page.get_by_text(BREAK_A_RULE)).to_be_visible(timeout=SLOW_MS)
    expect(person.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


def test_rule_02_a_key_that_is_not_in_the_log_is_refused_before_first_contact(scene: Scene, alice: Person) -> None:
    before = scene.posted("messages")

    with scene.hostile.doing(SwapKey(DANA, scene.insider.forged_first(DANA, "Dana Lee"))):
        is_refused(alice.comes_back(), DANA)

    assert scene.posted("messages") == before
    alice.comes_back().sends("To the real one", TEXT, to=["Dana Lee"])
    assert "To the real one" in scene.reads("dana")


def test_a_key_published_for_somebody_known_holds_the_send_up(scene: Scene) -> None:
    with scene.laptop("bob") as bob:
        words = bob.own_words()
    alice = scene.newcomer()
    alice.goes_to("/people").clicks("Check, key of Bob Roy").confirms_words(words)
    alice.goes_to("/people").sees("Checked by you")
    before = scene.posted("messages")

    with scene.hostile.doing(Publish(scene.insider, BOB, scene.insider.forged_reset(BOB))):
        writes_to(alice.comes_back(), BOB)
        alice.sees("Bob has a new key. Check it before you send.").is_held_up("Check Bob’s key to send")
        # The real Bob's words are not those of the key that the server made for him.
        alice.types_words(words).sees("These are not the words of this key. Do not send.")
        alice.is_held_up("Check Bob’s key to send")
        alice.comes_back().goes_to("/people").sees("New key").sees_no("Checked by you")

    assert scene.posted("messages") == before


def test_the_server_cannot_send_in_the_name_of_somebody_whose_key_it_replaced(scene: Scene) -> None:
    alice = scene.newcomer()
    scene.delivers("bob", alice.first_name.lower(), "From the real Bob")
    # Whom she knows now is written down a moment later, and at the latest when she signs out.
    alice.opens("From the real Bob").reads(TEXT).signs_out().comes_back()
    raw = scene.insider.forged_reset(BOB)
    forged_entry, reader = read_pinned(raw, entry_hash(raw)), scene.insider.chain(alice.addr).newest
    attack = Publish(scene.insider, BOB, raw)

    with scene.hostile.doing(attack):
        payload = payload_of(forged_entry, [reader], attack.note(), subject="Wire it")
        forged = forge_message(reader, payload, signer(scene.insider.keys, forged_entry.hash))
        with scene.hostile.doing(Deliver(forged.delivery())):
            alice.goes_to("/messages/inbox").reloads().has_row("New key, not opened").has_no_row("Wire it")
            alice.row("New key, not opened").click()
            alice.sees("This comes from a key that is new since you last heard from Bob. It may not be from Bob.")
            alice.sees_no("Send me your password").sees_no("Wire it")
            expect(alice.page.get_by_role("button", name="Reply")).to_have_count(0)


def test_a_rotation_that_the_old_key_did_not_sign_is_refused(scene: Scene, alice: Person) -> None:
    erin = address("erin")
    with scene.laptop("erin") as client:
        client.rotate()
    with scene.hostile.doing(StripOldSignature(erin)):
        is_refused(alice.comes_back(), erin)
    alice.comes_back().sends("To the rotated key", TEXT, to=["Erin Wood"])
    assert "To the rotated key" in scene.reads("erin")

    newest, keys = scene.insider.chain(erin).newest, scene.insider.keys
    forged = make_rotate(newest, "routine", time_of(int(time.time())), keys, keys)
    victim = scene.newcomer().sends("All is well", TEXT, to=["Erin Wood"])
    with scene.hostile.doing(Publish(scene.insider, erin, forged)):
        is_refused(victim.comes_back(), erin)


def test_an_older_key_than_the_log_holds_is_not_sealed_to(scene: Scene) -> None:
    erin = address("erin")
    with scene.laptop("erin") as client:
        client.rotate()
    # Somebody who has never asked for Erin's entries, whoever did before.
    somebody = scene.newcomer()
    before = scene.posted("messages")

    with scene.hostile.doing(KeysOf(erin)):
        writes_to(somebody.comes_back(), erin)
        somebody.sees("could not be fetched. Try again in a moment.")
        expect(somebody.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
        somebody.discards()

    assert scene.posted("messages") == before
    somebody.comes_back().sends("To the newest key", TEXT, to=["Erin Wood"])
    assert "To the newest key" in scene.reads("erin")


def test_keys_published_in_my_own_name_raise_the_alarm_and_reading_goes_on(scene: Scene) -> None:
    alice = scene.newcomer()
    alarm = "Someone published keys in your name. Sending is off. Tell an administrator now."
    scene.delivers("bob", alice.first_name.lower(), "Before the alarm")
    alice.has_row("Before the alarm").sees_no(alarm)
    before = scene.posted("messages"), scene.posted("entries")

    with scene.hostile.doing(Publish(scene.insider, alice.addr, scene.insider.forged_reset(alice.addr))):
        alice.reloads().sees_alert(alarm).opens("Before the alarm").reads(TEXT)
        alice.begins_message("Never", "the secret", to=["Bob Roy"]).tries_to_send()
        alice.sees("Not sent. Your own key is not as this device knows it. Tell an administrator.")

    assert (scene.posted("messages"), scene.posted("entries")) == before


def test_one_broken_leaf_makes_one_person_unusable_and_nobody_else(scene: Scene) -> None:
    scene.joins("erin")
    scene.joins("dana")
    alice = scene.newcomer().sends("All is well", TEXT, to=["Dana Lee"])
    with scene.hostile.doing(BreakLeaf(scene.insider, DANA)):
        is_refused(alice.comes_back(), DANA)
        # Not sent: it would carry the false log to somebody who is still needed.
        writes_to(alice.discards(), address("erin"))
        expect(alice.page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
        alice.sees_no("break a rule").discards()


def test_nothing_is_sent_to_or_believed_of_somebody_whose_keys_are_withheld(scene: Scene, alice: Person) -> None:
    mid = scene.delivers("dana", "alice", "While withheld", "Nobody vouches for it")

    with scene.hostile.doing(SayNoKeysYet(DANA)):
        is_refused(alice.comes_back(), DANA)
        alice.page.goto(f"{alice.url}/messages/inbox/{mid}")
        alice.sees("This message did not open").sees_no("Nobody vouches for it").has_no_row("While withheld")

    alice.reloads().sees_heading("While withheld").reads("Nobody vouches for it")


def test_a_group_member_whose_keys_are_withheld_is_left_out_by_name(scene: Scene, alice: Person) -> None:
    scene.organisation.olga.create_group("Withheld", [BOB, DANA])
    with scene.hostile.doing(SayNoKeysYet(DANA)):
        alice.comes_back().begins_message("Without Dana", TEXT, groups=["Withheld"]).clicks("They may read it")
        alice.sees("cannot receive and will not get it:").presses_send()

    (sent,) = scene.posted("messages")[-1:]
    assert [reader["addr"] for reader in readers(sent)] == [BOB]


def readers(envelope: dict[str, object]) -> list[dict[str, str]]:
    """Who gets what was posted."""
    found = envelope["recipients"]
    assert isinstance(found, list)
    return found


def test_rule_11_names_come_from_the_people_and_not_from_the_server(scene: Scene, alice: Person) -> None:
    charlie = address("charlie")
    with scene.hostile.doing(Rename({charlie: "Bob Roy", BOB: "Charlie Dean"})):
        writes_to(alice.comes_back(), BOB)
        expect(alice.page.get_by_role("button", name="Remove Bob Roy")).to_be_visible()
        alice.presses_send()
        alice.goes_to("/people").sees(charlie)
        person = alice.page.get_by_role("listitem").filter(has_text=charlie)
        expect(person).to_contain_text("Charlie")
        expect(person).not_to_contain_text("Bob Roy")

    (sent,) = scene.posted("messages")[-1:]
    assert [reader["addr"] for reader in readers(sent)] == [BOB]


def row_of(scene: Scene, addr: str) -> dict[str, object]:
    """The server's row of a person."""
    items: list[dict[str, object]] = scene.insider.ask("GET", "people").json()["items"]
    return next(item for item in items if item["addr"] == addr)


def test_a_reader_added_to_a_group_is_shown_before_anything_is_sealed(scene: Scene, alice: Person) -> None:
    group = scene.organisation.olga.create_group("Team", [BOB, DANA, address("erin")])
    scene.organisation.olga.change_members(group.gid, 1, remove=[address("erin")])
    alice.comes_back().begins_message("One", TEXT, groups=["Team"]).clicks("They may read it").presses_send()
    before = scene.posted("messages")
    mallory = row_of(scene, address("charlie"))

    with scene.hostile.doing(AddToGroup(group.gid, mallory, 3)):
        alice.begins_message("Two", "the secret", groups=["Team"])
        alice.sees("1 person was added to Team since your last message.").sees(address("charlie"))
        alice.is_held_up("Look at the new people to send").discards()
    older = "The server showed an older list of this group. Do not send. Tell an administrator."
    for attack in (AddToGroup(group.gid, mallory, 2), SetRevision(group.gid, 1)):
        with scene.hostile.doing(attack):
            alice.comes_back().begins_message("Three", "the secret", groups=["Team"]).sees(older)
            alice.is_held_up("Remove the group to send").discards()

    assert scene.posted("messages") == before
    # A reader who comes in between the last look and Send is noticed, too.
    alice.comes_back().begins_message("Four", "the secret", groups=["Team"])
    expect(alice.page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    with scene.hostile.doing(AddToGroup(group.gid, mallory, 3)):
        alice.tries_to_send().sees("1 person was added to Team since your last message.")
        alice.is_held_up("Look at the new people to send").discards()
    assert scene.posted("messages") == before


class KeysOf(ChangeEntries):
    """Hand out nothing newer than the first entry: a rotation is hidden, though the log shows it."""

    def change(self, person: dict[str, object], after: int) -> None:
        entries = person["entries"]
        assert isinstance(entries, list)
        person["entries"] = entries[:1] if after < 0 else []
