"""Several devices, lost secrets and ended sessions: what a person keeps, and what ends at once."""

import pytest

from tests.system.organisation import PASSWORD, Organisation, address
from waxpost import (
    Client,
    Draft,
    KeysChanged,
    NotSignedIn,
    SettingsChanged,
    SignInFailed,
    WeakPassword,
    WrongSecret,
    new_recovery_code,
)

NEW_PASSWORD = "velvet sextant harbour 19"


def test_two_devices_that_write_the_vault_at_once_lose_nothing(organisation: Organisation) -> None:
    for who in ("alice", "bob", "charlie"):
        organisation.joins(who)
    laptop = organisation.unlocks("alice")
    phone = organisation.signs_in("alice")
    draft = Draft("x", "y")

    laptop.send(laptop.plan(to=[address("bob")]), draft)
    phone.send(phone.plan(to=[address("charlie")]), draft)

    for device in (organisation.unlocks("alice"), organisation.unlocks("alice", "phone")):
        assert device.person(address("bob")).key == "first"
        assert device.person(address("charlie")).key == "first"


def test_a_second_device_reads_everything_and_a_rotation_makes_no_alarm(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    bob.send(bob.plan(to=[address("alice")]), Draft("one", "before"))
    phone = organisation.signs_in("alice")

    alice.rotate()
    bob.send(bob.plan(to=[address("alice")]), Draft("two", "after"))

    subjects = [message.content.subject for message in phone.inbox().messages if message.content]
    assert subjects == ["two", "one"]
    phone.sync()
    assert phone.notices() == ()
    phone.send(phone.plan(to=[address("bob")]), Draft("three", "from the phone"))
    assert [message.result for message in bob.inbox().messages] == ["genuine"]


def test_a_new_password_ends_the_other_sessions_and_works(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    phone = organisation.signs_in("alice")
    with pytest.raises(WeakPassword):
        alice.change_password(PASSWORD, "password1234")
    with pytest.raises(WrongSecret):
        alice.change_password("another password 12", NEW_PASSWORD)

    alice.change_password(PASSWORD, NEW_PASSWORD)

    with pytest.raises(NotSignedIn):
        phone.inbox()
    with pytest.raises(WrongSecret):
        organisation.unlocks("alice")
    assert organisation.unlocks("alice", password=NEW_PASSWORD).addr == address("alice")
    with pytest.raises(SignInFailed):
        organisation.signs_in("alice", "tablet")
    assert organisation.signs_in("alice", "phone", NEW_PASSWORD).addr == address("alice")


def test_the_recovery_kit_brings_everything_back_and_works_once(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    bob.send(bob.plan(to=[address("alice")]), Draft("one", "kept"))
    new_code = new_recovery_code()
    tablet = organisation.home("alice", "tablet")

    with Client.recover(
        organisation.server.url,
        address("alice"),
        organisation.kits["alice"].lower().replace("-", " "),
        NEW_PASSWORD,
        new_code=new_code,
        home=tablet,
    ) as recovered:
        assert [m.content.body for m in recovered.inbox().messages if m.content] == ["kept"]
        recovered.send(recovered.plan(to=[address("bob")]), Draft("two", "same keys"))

    assert [message.result for message in bob.inbox().messages] == ["genuine"]
    with pytest.raises(NotSignedIn):
        alice.inbox()
    with pytest.raises(SignInFailed):
        Client.recover(
            organisation.server.url,
            address("alice"),
            organisation.kits["alice"],
            PASSWORD,
            new_code=new_recovery_code(),
            home=tablet,
        )


def test_starting_over_makes_a_new_key_that_everybody_has_to_look_at(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    alice.send(alice.plan(to=[address("bob")]), Draft("one", "to the old key"))
    assert [message.result for message in bob.inbox().messages] == ["first-contact"]

    link = organisation.olga.approve_start_over("Bob Roy")
    fresh = Client.start_over(
        link.url, password=NEW_PASSWORD, recovery_code=new_recovery_code(), home=organisation.home("bob", "new")
    )

    with pytest.raises(NotSignedIn):
        bob.inbox()
    assert [message.result for message in fresh.inbox().messages] == ["not-for-me"]
    assert alice.person(address("bob")).key in ("first", "changed")
    with pytest.raises(KeysChanged) as caught:
        alice.plan(to=["Bob Roy"])
    assert caught.value.addrs == (address("bob"),)
    assert not alice.check_words(address("bob"), alice.own_words())

    assert alice.check_words(address("bob"), fresh.own_words())

    assert alice.person(address("bob")).key == "checked"
    alice.send(alice.plan(to=["Bob Roy"]), Draft("two", "to the new key"))
    assert [m.content.subject for m in fresh.inbox().messages if m.content] == ["two"]
    organisation.olga.sync()
    assert organisation.olga.person(address("bob")).key == "invited"
    fresh.close()


def test_a_message_from_a_new_key_stays_closed_until_the_key_was_checked(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    bob.send(bob.plan(to=[address("alice")]), Draft("one", "from the old key"))
    assert alice.inbox().messages[0].result == "first-contact"
    link = organisation.olga.approve_start_over(address("bob"))
    fresh = Client.start_over(
        link.url, password=NEW_PASSWORD, recovery_code=new_recovery_code(), home=organisation.home("bob", "new")
    )
    fresh.send(fresh.plan(to=[address("alice")]), Draft("two", "from the new key"))

    alice.sync()
    newest, oldest = alice.inbox().messages
    assert (newest.result, newest.content) == ("changed-key", None)
    assert oldest.result == "genuine"

    alice.check_words(address("bob"), fresh.own_words())

    newest = alice.inbox().messages[0]
    assert (newest.result, newest.from_key) == ("genuine", "checked")
    fresh.close()


def test_a_suspended_person_is_out_at_the_next_request_and_back_when_restored(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    assert alice.inbox().messages == ()

    organisation.olga.suspend(address("alice"))

    with pytest.raises(NotSignedIn):
        alice.inbox()
    with pytest.raises(SignInFailed):
        organisation.signs_in("alice")
    organisation.olga.restore(address("alice"))
    assert organisation.signs_in("alice").inbox().messages == ()


def test_rule_07_an_ended_session_is_refused_at_its_next_request(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    phone = organisation.signs_in("alice")
    (other,) = [session for session in alice.sessions() if not session.is_current]

    alice.end_session(other.id)

    with pytest.raises(NotSignedIn):
        phone.inbox()
    assert len(alice.sessions()) == 1


def test_signing_out_ends_the_session_at_the_server(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    phone = organisation.signs_in("alice")

    assert Client.sign_out(home=organisation.home("alice", "phone"))

    with pytest.raises(NotSignedIn):
        phone.inbox()
    assert len(alice.sessions()) == 1


def test_settings_that_the_device_does_not_remember_are_asked_about(organisation: Organisation) -> None:
    organisation.joins("alice").close()
    home = organisation.home("alice")
    (settings,) = home.rglob("settings.json")
    settings.write_text(settings.read_text().replace('"t": 3', '"t": 4'))

    with pytest.raises(SettingsChanged):
        organisation.signs_in("alice", "laptop")
    accepted = Client.sign_in(organisation.server.url, address("alice"), PASSWORD, accept_new_settings=True, home=home)
    accepted.close()


def test_another_name_is_shown_once_before_the_next_message(organisation: Organisation) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    alice.send(alice.plan(to=[address("bob")]), Draft("one", ""))

    bob.rename("Robert Roy")

    plan = alice.plan(to=[address("bob")])
    assert [(one.former_name, one.name) for one in plan.renamed] == [("Bob Roy", "Robert Roy")]
    alice.send(plan, Draft("two", ""))
    assert alice.plan(to=["Robert Roy"]).renamed == ()
