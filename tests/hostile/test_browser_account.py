"""A hostile server attacks the password, the slot and the vault of somebody in front of a page."""

import os

import pytest
from playwright.sync_api import Route, expect

from tests.hostile.attacks_account import OfferKdf, ServeSlot, ServeVault
from tests.hostile.exchange import Attack
from tests.hostile.page import TEXT, Scene
from tests.hostile.test_account import NoKeysForMe, SignInAnyway
from tests.system.organisation import PASSWORD
from waxpost.crypto.encoding import b64u
from waxpost.crypto.slots import OpenSlot, seal_password_slot
from waxpost.crypto.vault import seal_vault
from web.e2e.people.person import Person
from web.e2e.people.window import SLOW_MS

WRONG = "That address and password do not match."
OLDER = "The server showed an older state of your account than this device knows. Do not go on. Tell an administrator."


@pytest.fixture(scope="module")
def stranger(scene: Scene) -> Person:
    """Alice at a device that has never seen her."""
    scene.joins("alice")
    return scene.visit("alice")


def tried(scene: Scene) -> set[tuple[str, ...]]:
    """Where anything was written, since `seen` was cleared."""
    return {one.route for one in scene.hostile.seen if one.method in ("POST", "PUT")}


def is_kept_out(person: Person, sentence: str) -> None:
    """The sentence stands on the page for signing in, and a reload does not go past it."""
    person.tries_to_sign_in().sees_alert(sentence)
    person.page.goto(f"{person.url}/messages/inbox")
    person.sees_heading("Sign in")


def test_rule_03_less_work_than_the_floor_is_refused_before_a_key_is_sent(scene: Scene, stranger: Person) -> None:
    offers = [{"m": 65535}, {"t": 2}, {"t": 1, "m": 1024 * 1024}, {"m": 2 * 1024 * 1024}, {"t": 11}, {"p": 5}, {"p": 0}]
    for changes in offers:
        scene.hostile.seen.clear()
        with scene.hostile.doing(OfferKdf(changes)):
            stranger.page.goto(f"{stranger.url}/sign-in")
            stranger.tries_to_sign_in().sees_alert("The server asks for settings that are too weak to protect")
        assert tried(scene) == {("sign-in", "start")}
    stranger.signs_in().signs_out()


def test_an_invented_salt_on_a_new_device_opens_nothing(scene: Scene) -> None:
    scene.joins("alice")
    with scene.hostile.doing(OfferKdf({"salt": b64u(os.urandom(16))})):
        is_kept_out(scene.visit("alice"), WRONG)


def test_another_salt_than_last_time_is_asked_about_before_a_key_is_sent(scene: Scene) -> None:
    erin = scene.browse("erin").signs_out()
    scene.hostile.seen.clear()

    with scene.hostile.doing(OfferKdf({"salt": b64u(os.urandom(16))})):
        erin.tries_to_sign_in().sees_alert("The server asks for this password with other settings than last time.")
        erin.clicks("Stop").sees_no("The server asks for this password")
        assert tried(scene) == {("sign-in", "start")}
        erin.tries_to_sign_in().clicks("Go on").sees_alert(WRONG)

    erin.signs_in()


def test_settings_that_differ_from_the_vault_are_noticed_after_unlocking(scene: Scene) -> None:
    """The server knows the password, say from a keyboard logger: it can make a slot, but not the vault's settings."""
    with scene.laptop("erin") as client:
        slot = OpenSlot(client._account.vault.uid, client._account.vault_key)
        served = client._account.served
    changed = OfferKdf({"salt": b64u(os.urandom(16))})

    with scene.hostile.doing(changed, SignInAnyway(PASSWORD, slot, served.vault.ver, served.sealed, changed)):
        is_kept_out(scene.visit("erin"), "The server changed your sign-in settings without you. Do not go on.")


def test_a_vault_that_went_back_is_refused_by_a_device_that_knows_the_newer_one(scene: Scene) -> None:
    scene.joins("bob")
    with scene.laptop("charlie") as client:
        old = client._account.served
    charlie = scene.browse("charlie").sends("Pins Bob", TEXT, to=["Bob Roy"])
    charlie.reloads().is_inside().has_no_row("no such row")
    with scene.laptop("charlie") as client:
        newer, key = client._account.served, client._account.vault_key
    assert newer.vault.ver > old.vault.ver
    parallel = seal_vault(newer.vault, key)

    for attack in (ServeVault(old.vault.ver, old.sealed), ServeVault(newer.vault.ver, parallel)):
        with scene.hostile.doing(attack):
            charlie.reloads().sees(OLDER)
            expect(charlie.page.get_by_role("row")).to_have_count(0, timeout=SLOW_MS)
        charlie.comes_back()
        with scene.hostile.doing(attack):
            charlie.signs_out().tries_to_sign_in().sees(OLDER)
            expect(charlie.page.get_by_role("row")).to_have_count(0, timeout=SLOW_MS)
        charlie.comes_back()
    charlie.sends("Well again", TEXT, to=["Bob Roy"])


def test_a_vault_that_went_back_is_said_whoever_asks_for_the_log_first(scene: Scene) -> None:
    """A message in the list asks for the log while the page still waits for its receipts."""
    scene.joins("bob")
    who = scene.joins_lost()
    with scene.laptop(who) as client:
        old = client._account.served
    victim = scene.browse(who).sends("Pins Bob", TEXT, to=["Bob Roy"])
    scene.delivers("bob", who, "Waits for the log")
    victim.has_row("Waits for the log")
    held: list[Route] = []
    victim.page.route("**/v1/receipts", lambda route: held.append(route))  # noqa: PLW0108 - wants a plain function

    with scene.hostile.doing(ServeVault(old.vault.ver, old.sealed)):
        with victim.page.expect_response("**/v1/log/info"):
            victim.reloads()
        for route in held:
            route.continue_()
        victim.sees(OLDER)
        expect(victim.page.get_by_role("row")).to_have_count(0, timeout=SLOW_MS)
    victim.page.unroute("**/v1/receipts")


@pytest.mark.parametrize("made", ["slot", "cut vault", "random vault"])
def test_what_the_server_made_itself_does_not_open(scene: Scene, stranger: Person, made: str) -> None:
    attacks: dict[str, tuple[Attack, str]] = {
        "slot": (
            ServeSlot(seal_password_slot(OpenSlot(b64u(os.urandom(16)), os.urandom(32)), os.urandom(32))),
            "That password does not open your messages.",
        ),
        "cut vault": (ServeVault(9, b"age-encryption.org/v1\n"), "That did not work."),
        "random vault": (ServeVault(9, os.urandom(500)), "That did not work."),
    }
    attack, sentence = attacks[made]
    with scene.hostile.doing(attack):
        stranger.page.goto(f"{stranger.url}/sign-in")
        stranger.tries_to_sign_in().sees_alert(sentence)
    stranger.comes_back().signs_out()


def test_a_vault_older_than_the_key_log_is_noticed_on_a_new_device(scene: Scene) -> None:
    # The key stays another one for whatever test comes after.
    who = scene.joins_lost()
    with scene.laptop(who) as client:
        old = client._account.served
        client.rotate()
    scene.delivers("olga", who, "For the newest key")

    with scene.hostile.doing(ServeVault(old.vault.ver, old.sealed)):
        victim = scene.visit(who).tries_to_sign_in()
        victim.sees_alert("Someone published keys in your name. Sending is off.")
        victim.begins_message("Never", "the secret", to=["Olga Smith"])
        before = scene.posted("messages")
        victim.tries_to_send().sees("Not sent. Your own key is not as this device knows it.")
        assert scene.posted("messages") == before


def test_signing_in_never_makes_keys_whatever_the_server_answers(scene: Scene, stranger: Person) -> None:
    scene.hostile.seen.clear()

    with scene.hostile.doing(NoKeysForMe(stranger.addr)):
        stranger.signs_in()

    assert "entries" not in {route[0] for route in tried(scene)}
    stranger.signs_out()
