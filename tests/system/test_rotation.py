"""New keys with a crash between each two steps: some device always finishes, and nobody is alarmed."""

import pytest

from tests.system.organisation import Organisation, address
from waxpost import Client, Draft, _publishing
from waxpost._directory import Directory


class Crash(Exception):
    """The process ends here."""


def crash_before_publishing(_directory: Directory, _raw: bytes, _seq: int) -> None:
    raise Crash


def crash_before_clearing(_directory: Directory) -> None:
    raise Crash


@pytest.mark.parametrize(("step", "crash"), [("_publish", crash_before_publishing), ("_settle", crash_before_clearing)])
def test_a_rotation_that_broke_off_is_finished_by_the_next_process(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, step: str, crash: object
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    before = alice.own_words()
    with monkeypatch.context() as patched:
        patched.setattr(_publishing, step, crash)
        with pytest.raises(Crash):
            alice.rotate()

    again = organisation.unlocks("alice")

    assert again.notices() == ()
    assert again.own_words() != before
    check_works(again, bob)
    assert [pair.pending for pair in again._account.vault.ids] == [False, False]
    assert [pair.ed25519 is None for pair in again._account.vault.ids] == [True, False]


def test_another_device_finishes_what_the_first_one_began(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    phone = organisation.signs_in("alice")
    with monkeypatch.context() as patched:
        patched.setattr(_publishing, "_publish", crash_before_publishing)
        with pytest.raises(Crash):
            alice.rotate()

    check_works(organisation.unlocks("alice", "phone"), bob)
    phone.sync()
    check_works(phone, bob)


def test_a_lost_connection_while_publishing_makes_no_second_entry(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    publish = _publishing._publish

    def published_but_not_answered(directory: Directory, raw: bytes, seq: int) -> None:
        publish(directory, raw, seq)
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(_publishing, "_publish", published_but_not_answered)
        with pytest.raises(Crash):
            alice.rotate()

    again = organisation.unlocks("alice")
    check_works(again, bob)
    assert len(again._directory.find(address("alice")).chain.entries) == 2  # type: ignore[union-attr]


def test_a_key_that_lost_its_place_to_another_device_is_dropped(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = organisation.joins("alice"), organisation.joins("bob")
    phone = organisation.signs_in("alice")
    stale = phone._account.served
    with monkeypatch.context() as patched:
        patched.setattr(_publishing, "_publish", crash_before_publishing)
        with pytest.raises(Crash):
            alice.rotate()
    # The phone has not seen the vault with the pending key, and rotates by itself.
    phone._account.served = stale
    phone.rotate()

    laptop = organisation.unlocks("alice")

    check_works(laptop, bob)
    check_works(phone, bob)
    assert [pair.pending for pair in laptop._account.vault.ids] == [False] * len(laptop._account.vault.ids)


def check_works(alice: Client, bob: Client) -> None:
    """Both can write to each other, and nothing is strange."""
    count = len(bob.inbox().messages)
    alice.send(alice.plan(to=[address("bob")]), Draft("to Bob", "hello"))
    messages = bob.inbox().messages
    assert len(messages) == count + 1
    assert messages[0].result in ("genuine", "first-contact")
    answered = bob.send(bob.plan(to=[address("alice")]), Draft("to Alice", "hello"))
    assert alice.peek(answered.mid).result in ("genuine", "first-contact")
