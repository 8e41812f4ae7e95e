"""My entries through the SDK on a real server: one person, several devices, and what races between them."""

import json

import pytest

from tests.system.organisation import Organisation
from waxpost import Ambiguous, Client, EntryChanged, NoSuchEntry, Refused
from waxpost.crypto.age import AgeReader
from waxpost.crypto.items import Field, Item
from waxpost.crypto.recipients import Passphrase


def login(title: str, password: str = "correct horse", *more: Field) -> Item:
    return Item(title, (Field("username", "root"), Field("password", password), *more))


def titles(client: Client) -> list[str]:
    return [entry.title for entry in client.entries()]


def test_an_entry_is_saved_found_changed_and_seen_on_another_device(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    assert alice.entries() == ()
    with pytest.raises(NoSuchEntry):
        alice.entry("Grafana")

    site = Field("url", "https://grafana.example.org")
    made = alice.add_entry(login("Grafana", "first", site), tags=["prod"], folder="Servers/Oslo", expires="2027-01-31")
    alice.add_entry(Item("Café Wi-Fi", (Field("password", "latte"),), "wifi"), favourite=True)

    assert (made.rev, made.item.source, made.values("password")) == (1, "entry", ("first",))
    assert titles(alice) == ["Café Wi-Fi", "Grafana"]
    for query, found in [
        ("cafe", ["Café Wi-Fi"]),
        ("graf ROOT prod", ["Grafana"]),
        ("first", []),
        ("example.org", ["Grafana"]),
    ]:
        assert [entry.title for entry in alice.entries(query)] == found, query
    assert [entry.title for entry in alice.entries(folder="Servers")] == ["Grafana"]
    assert alice.entries(folder="Serv") == ()
    assert alice.folders() == ("Servers/Oslo",)

    changed = alice.edit_entry(made, item=login("Grafana", "second"), folder="")

    assert (changed.rev, changed.folder, changed.tags, changed.expires) == (2, None, ("prod",), "2027-01-31")
    assert [version.item.fields[1].value for version in changed.history] == ["first"]
    phone = organisation.signs_in("alice")
    assert phone.entry("grafana").values("password") == ("second",)
    assert phone.entry(made.id) == changed
    with pytest.raises(EntryChanged):
        phone.edit_entry(made, item=login("Grafana", "third"))


def test_two_entries_of_one_title_are_told_apart_by_their_ids(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    one, other = alice.add_entries([login("Door", "1"), login("door", "2")])
    with pytest.raises(Ambiguous) as ambiguous:
        alice.entry("DOOR")
    assert set(ambiguous.value.candidates) == {one.id, other.id}
    assert alice.entry(other.id).values("password") == ("2",)


def test_the_trash_keeps_for_thirty_days_and_gives_back(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    door, safe = alice.add_entries([login("Door"), login("Safe")])

    alice.delete_entry(door)
    assert titles(alice) == ["Safe"]
    trashed = alice.entry("Door", trash=True)
    assert alice.restore_entry(trashed).trashed_at is None
    assert titles(alice) == ["Door", "Safe"]

    alice.delete_entry(alice.entry("Door"))
    later = organisation.unlocks("alice")
    later._account.clock = lambda: alice._account.clock() + 31 * 86_400
    assert later.entries(trash=True) == ()
    later.delete_entry(later.entry("Safe"))

    assert [entry.title for entry in alice.entries(trash=True)] == ["Safe"]
    assert safe.id == alice.entries(trash=True)[0].id
    alice.remove_entry(alice.entry("Safe", trash=True))
    assert organisation.unlocks("alice").entries(trash=True) == ()


def test_devices_that_save_at_once_lose_nothing(organisation: Organisation) -> None:
    organisation.joins("alice")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")
    made = laptop.add_entry(login("Grafana"))
    assert phone.entry("Grafana") == made

    laptop.add_entry(login("From the laptop"))
    laptop.edit_entry(made, item=login("Grafana", "laptop"))
    phone.add_entry(login("From the phone"))

    assert phone.notices() == ()
    for device in (laptop, phone, organisation.unlocks("alice")):
        assert titles(device) == ["From the laptop", "From the phone", "Grafana"]
        assert device.entry("Grafana").values("password") == ("laptop",)


def test_one_entry_changed_on_two_devices_is_kept_twice(organisation: Organisation) -> None:
    organisation.joins("alice")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")
    made = laptop.add_entry(login("Grafana"))
    assert phone.entry("Grafana") == made

    laptop.edit_entry(made, item=login("Grafana", "laptop"))
    phone._account.clock = lambda: laptop._account.clock() + 5
    phone.edit_entry(made, item=login("Grafana", "phone"))

    assert phone.notices() == ("Grafana was changed on two devices; both versions are kept",)
    for device in (laptop, phone, organisation.unlocks("alice")):
        found = [(entry.values("password"), entry.is_copy) for entry in device.entries()]
        assert sorted(found) == [(("laptop",), True), (("phone",), False)]
    kept = next(entry for entry in laptop.entries() if not entry.is_copy)
    assert kept.id == made.id


def test_devices_that_send_one_entry_at_once_have_not_changed_it(organisation: Organisation) -> None:
    organisation.joins("alice")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")
    made = laptop.add_entry(login("Grafana"))
    assert phone.entry("Grafana") == made
    of_laptop, of_phone = ("A" * 22, "2026-11-21T10:00:00Z"), ("Q" * 22, "2026-11-21T11:00:00Z")

    laptop.note_copies([made], *of_laptop)
    phone.note_copies([made], *of_phone, link=True)

    assert phone.notices() == ()
    for device in (laptop, phone, organisation.unlocks("alice")):
        (entry,) = device.entries()
        assert (entry.rev, entry.changed_at, entry.history) == (made.rev, made.changed_at, ())
        assert [(one.mid, one.at, one.is_link) for one in entry.sent] == [(*of_phone, True), (*of_laptop, False)]
    # What was looked at before the sending is still what is changed.
    laptop.edit_entry(made, item=login("Grafana", "changed"))
    assert [one.before for one in phone.entry("Grafana").sent] == ["password", "password"]


def test_an_entry_that_another_device_removed_does_not_come_back_by_a_sending(organisation: Organisation) -> None:
    organisation.joins("alice")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")
    made = laptop.add_entry(login("Grafana"))
    assert phone.entry("Grafana") == made

    laptop.remove_entry(laptop.delete_entry(made))
    phone.note_copies([made], "A" * 22, "2026-11-21T10:00:00Z")

    assert phone.entries() == laptop.entries() == ()
    assert phone.entries(trash=True) == ()


def test_what_is_saved_while_another_device_writes_the_vault_stays(organisation: Organisation) -> None:
    """A change of the vault alone merges over a save of entries, and the other way round."""
    organisation.joins("alice")
    organisation.joins("bob")
    laptop, phone = organisation.unlocks("alice"), organisation.signs_in("alice")

    phone.add_entry(login("Grafana"))
    laptop.acknowledge_new_key("bob@example.org")
    laptop.person("bob@example.org")
    laptop.add_entry(login("Door"))

    assert titles(organisation.unlocks("alice")) == ["Door", "Grafana"]
    assert titles(phone) == ["Door", "Grafana"]


def test_what_one_pack_does_not_hold_goes_into_the_next(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    long = Field("note", "x" * 30_000)
    alice.add_entries([login(f"Entry {n:03}", "p", long) for n in range(60)])

    assert [head.file for head in alice._account.vault.heads] == ["entries-0", "entries-1"]
    assert len(organisation.signs_in("alice").entries()) == 60
    with pytest.raises(Refused):
        alice.add_entry(login("Too long", "p", *[Field("note", "x" * 60_000)] * 5))
    assert len(alice.entries()) == 60


def test_an_export_opens_with_its_passphrase_and_holds_no_history(organisation: Organisation) -> None:
    alice = organisation.joins("alice")
    made = alice.add_entry(login("Grafana", "first"), tags=["prod"])
    alice.edit_entry(made, item=login("Grafana", "second"))
    alice.delete_entry(alice.add_entry(login("Old")))
    alice.save_generator_template("Long ones", {"mode": "random", "length": 40})
    assert alice.generator_templates() == (("Long ones", {"mode": "random", "length": 40}),)

    sealed = alice.export_entries("a long passphrase")
    reader = AgeReader([Passphrase("a long passphrase", 18)])
    opened = json.loads(reader.feed(sealed) + reader.finish())

    assert b"second" not in sealed
    assert opened == {**json.loads(alice.export_entries(None)), "at": opened["at"]}
    (only,) = opened["items"]
    assert (only["item"]["title"], only["tags"], "past" in only) == ("Grafana", ["prod"], False)


def test_the_device_keeps_only_sealed_packs_and_asks_for_none_twice(organisation: Organisation) -> None:
    organisation.joins("alice").add_entry(login("Marker-4711", "Secret-4711"))
    phone = organisation.signs_in("alice")
    assert titles(phone) == ["Marker-4711"]
    files = list(organisation.home("alice", "phone").rglob("pack-*.bin"))
    assert len(files) == 1
    for file in organisation.home("alice", "phone").rglob("*"):
        assert file.is_dir() or b"4711" not in file.read_bytes()

    again = organisation.unlocks("alice", "phone")
    again._account.api.get = _without_packs(again._account.api.get)  # pyright: ignore[reportAttributeAccessIssue]
    assert titles(again) == ["Marker-4711"]


def _without_packs(get):
    def only_others(path: str, *more: object):
        assert not path.startswith("packs")
        return get(path, *more)

    return only_others
