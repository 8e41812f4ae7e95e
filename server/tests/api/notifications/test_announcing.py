"""New messages are announced by mail: who wrote and when, never what; not to whoever has read it or is looking."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from server.tests.mailroom import Mailroom, Person, open_mailroom, sealed
from server.tests.postbox import Postbox, open_postbox
from server.tests.rows import EVERY_TABLE, actions
from server.tests.streams import follow
from waxpost_server.kit.clock import DAY, TurnableClock
from waxpost_server.kit.db import open_database
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.jobs import jobs as jobs_of_mail
from waxpost_server.mail.outbox import PAUSES, list_mails
from waxpost_server.notifications import presence
from waxpost_server.notifications.announcing import STEP_PEOPLE
from waxpost_server.notifications.jobs import jobs as jobs_of_notifications
from waxpost_server.notifications.presence import has_open_stream
from waxpost_server.worker import COMPOSERS

DELAY = 120


@dataclass
class Office:
    """A mailroom with a mail server."""

    room: Mailroom
    box: Postbox

    async def works(self) -> None:
        """Run the jobs once, as the worker does every few seconds."""
        for job in (*jobs_of_notifications(self.room.settings), *jobs_of_mail(self.room.settings, COMPOSERS)):
            await self.room.runs(job)

    async def waits(self, seconds: int = DELAY) -> None:
        """Let time pass, then run the jobs."""
        self.room.clock.turn(seconds)
        await self.works()


@pytest.fixture
async def office(settings: Settings, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """A server with a mail server; the worker has been running for a while."""
    # Streams are noted by the machine's time, which does not jump as the clock of a test does.
    monkeypatch.setattr(presence, "REFRESH_SECONDS", 0.05)
    monkeypatch.setattr(presence, "PAUSE_SECONDS", 0.01)
    async with open_postbox() as box, open_mailroom(box.settings(settings), clock) as room:
        opened = Office(room, box)
        await opened.works()
        yield opened


@pytest.fixture
async def alice(office: Office) -> Person:
    return await office.room.joins("alice")


@pytest.fixture
async def bob(office: Office) -> Person:
    return await office.room.joins("bob")


async def test_it_works(office: Office, alice: Person, bob: Person) -> None:
    mid = await alice.sends([bob])
    await office.waits(DELAY - 1)
    assert office.box.taken == []

    await office.waits(1)

    (mail,) = office.box.taken
    assert mail.to == [bob.addr]
    assert mail.message["Subject"] == "New message in Waxpost"
    for form in (mail.text, mail.html):
        assert "Alice (alice@example.org) sent you a message on 21 September 2026 at 14:13 UTC." in form
        assert f"{office.room.settings.base_url}/messages/inbox/{mid}" in form
        assert "waxpost mail off" in form
    await office.waits(DAY // 2)
    assert len(office.box.taken) == 1


async def test_the_sender_gets_no_mail_and_nobody_else_does(office: Office, alice: Person, bob: Person) -> None:
    await office.room.joins("charlie")
    await alice.sends([bob])

    await office.waits()

    assert office.box.addresses == [bob.addr]


async def test_several_messages_within_the_delay_become_one_mail(office: Office, alice: Person, bob: Person) -> None:
    charlie = await office.room.joins("charlie")
    first = await alice.sends([bob])
    office.room.clock.turn(60)
    second = await charlie.sends([bob])

    await office.waits(60)
    await office.waits(60)
    await office.waits(60)

    (mail,) = office.box.taken
    assert mail.message["Subject"] == "2 new messages in Waxpost"
    links = re.findall(r"http://127\.0\.0\.1:\d+/messages/inbox/(\S+)", mail.text)
    assert links == [first, second]
    assert "Charlie (charlie@example.org), 21 September 2026 at 14:14 UTC" in mail.text


async def test_of_very_many_only_the_number_is_told(office: Office, alice: Person, bob: Person) -> None:
    for _ in range(14):
        await alice.sends([bob])

    await office.waits()

    (mail,) = office.box.taken
    assert mail.message["Subject"] == "14 new messages in Waxpost"
    assert "And 4 more." in mail.text
    assert mail.text.count("Open the message:") == 10


async def test_what_was_read_before_is_not_announced(office: Office, alice: Person, bob: Person) -> None:
    read, waits = await alice.sends([bob]), await alice.sends([bob])
    await bob.marks(read)

    await office.waits()

    (mail,) = office.box.taken
    assert waits in mail.text
    assert read not in mail.text


@pytest.mark.parametrize("ends", ["read", "deleted", "expired", "suspended"])
async def test_what_ends_before_the_mail_goes_is_not_announced(
    office: Office, alice: Person, bob: Person, ends: str
) -> None:
    mid = await alice.sends([bob], exp=office.room.at(DELAY - 1))
    if ends == "read":
        await bob.marks(mid)
    elif ends == "deleted":
        await bob.deletes(mid)
    elif ends == "suspended":
        await office.room.changes(bob, state="suspended")

    await office.waits()

    assert office.box.taken == []


async def test_reading_while_the_mail_server_is_down_takes_the_mail_back(
    office: Office, alice: Person, bob: Person
) -> None:
    mid = await alice.sends([bob])
    office.box.answers_to_recipient = ["451 later"]
    await office.waits()
    assert len(await office.room.db.read(lambda tx: list_mails(tx, 10))) == 1

    await bob.marks(mid)
    await office.waits(PAUSES[0])

    assert office.box.taken == []
    assert await office.room.db.read(lambda tx: list_mails(tx, 10)) == []


async def test_messages_that_come_while_the_mail_server_is_down_become_one_mail(
    office: Office, alice: Person, bob: Person
) -> None:
    office.box.answers_to_recipient = ["451 later"] * 3
    mids: list[str] = []
    for _ in range(4):
        mids.append(await alice.sends([bob]))
        await office.waits()
    assert office.box.taken == []

    for _ in range(20):
        await office.waits(DELAY)

    (mail,) = office.box.taken
    assert all(mid in mail.text for mid in mids)


async def test_a_mail_that_could_not_go_tells_the_same_at_the_next_attempt(
    office: Office, alice: Person, bob: Person
) -> None:
    first = await alice.sends([bob])
    await office.waits()
    second = await alice.sends([bob])
    office.box.answers_to_data = ["451 later"]
    await office.waits()
    await office.waits(PAUSES[0])

    one, two = office.box.taken
    assert first in one.text
    assert first not in two.text
    assert second in two.text


async def test_who_is_looking_gets_no_mail(office: Office, alice: Person, bob: Person) -> None:
    async with follow(bob.http) as stream:
        await stream.next()
        await until(office, bob, is_looking=True)
        mid = await alice.sends([bob])
        await stream.next()
        office.room.clock.turn(DELAY)
        await until(office, bob, is_looking=True)
        await office.works()
        assert office.box.taken == []
    await until(office, bob, is_looking=False)

    await office.waits()
    assert office.box.taken == []  # it was there before his eyes
    later = await alice.sends([bob])
    await office.waits()

    (mail,) = office.box.taken
    assert later in mail.text
    assert mid not in mail.text


async def test_the_stream_of_another_process_counts_until_it_is_old(
    office: Office, alice: Person, bob: Person, database_url: str
) -> None:
    other = await open_database(database_url)
    here = presence.Presence(lambda: [bob.uid])
    here.changed()
    keeping = asyncio.create_task(here.keep(other))
    await until(office, bob, is_looking=True)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await until(office, bob, is_looking=False)

    # A process that is killed takes nothing out: what it said grows old.
    await other.write(lambda tx: here._write(tx, [bob.uid]))
    assert await other.read(lambda tx: has_open_stream(tx, bob.uid))
    office.room.clock.turn(presence.COUNTS_SECONDS)
    assert not await other.read(lambda tx: has_open_stream(tx, bob.uid))
    await other.close()


async def test_who_wants_no_mail_gets_none_and_not_the_old_ones_later(
    office: Office, alice: Person, bob: Person
) -> None:
    assert await bob.get("/v1/preferences") == {
        "mail_available": True,
        "mail_new_messages": True,
        "mail_link_opened": True,
    }

    answer = await bob.http.patch("/v1/preferences", json={"mail_new_messages": False})

    assert answer.json() == {"mail_available": True, "mail_new_messages": False, "mail_link_opened": True}
    assert await bob.get("/v1/preferences") == answer.json()
    assert await alice.get("/v1/preferences") == {
        "mail_available": True,
        "mail_new_messages": True,
        "mail_link_opened": True,
    }
    await alice.sends([bob])
    await office.waits()
    assert office.box.taken == []

    await bob.http.patch("/v1/preferences", json={"mail_new_messages": True})
    await office.waits()
    assert office.box.taken == []
    mid = await alice.sends([bob])
    await office.waits()
    (mail,) = office.box.taken
    assert mid in mail.text
    assert mail.message["Subject"] == "New message in Waxpost"
    assert (await actions(office.room.db)).count("preferences-changed") == 2


async def test_choosing_what_holds_already_changes_nothing(office: Office, bob: Person) -> None:
    for wanted in (None, True):
        answer = await bob.http.patch("/v1/preferences", json={"mail_new_messages": wanted})
        assert answer.json()["mail_new_messages"] is True

    assert "preferences-changed" not in await actions(office.room.db)


async def test_what_arrived_before_there_was_mail_is_never_announced(settings: Settings, clock: TurnableClock) -> None:
    async with open_postbox() as box, open_mailroom(box.settings(settings), clock) as room:
        office = Office(room, box)
        alice, bob = await room.joins("alice"), await room.joins("bob")
        old = await alice.sends([bob])
        clock.turn(DELAY)
        await office.works()
        await office.works()
        assert box.taken == []

        await alice.sends([bob])
        await office.waits()
        (mail,) = box.taken
        assert old not in mail.text


async def test_more_people_than_one_step_takes_are_told(office: Office, alice: Person) -> None:
    readers = [await office.room.joins(f"reader-{number}") for number in range(STEP_PEOPLE + 3)]
    await alice.sends(readers)

    await office.waits()

    assert sorted(office.box.addresses) == sorted(reader.addr for reader in readers)


async def test_two_workers_at_once_announce_once(office: Office, alice: Person, bob: Person) -> None:
    await alice.sends([bob])
    office.room.clock.turn(DELAY)

    await asyncio.gather(*(office.works() for _ in range(4)))

    assert office.box.addresses == [bob.addr]


async def test_rule_01_and_rule_13_a_mail_holds_nothing_sealed_and_no_fragment(
    office: Office, alice: Person, bob: Person
) -> None:
    content, wrap = sealed(600), sealed(1800)
    envelope = alice.envelope([bob], content=content)
    envelope["recipients"][0]["wrap"] = wrap
    assert (await alice.posts(envelope)).status_code == 201

    await office.waits()

    (mail,) = office.box.taken
    said = mail.text + mail.html + mail.raw.decode()
    assert envelope["mid"] in said
    for secret in (content, wrap, content[:24], wrap[:24], bob.entry):
        assert secret not in said
    assert not [link for link in re.findall(r"https?://[^\s\"<]+", said) if "#" in link]


async def test_rule_01_no_word_of_a_mail_is_stored(office: Office, alice: Person, bob: Person) -> None:
    office.box.answers_to_data = ["451 later"]
    await alice.sends([bob])

    await office.waits()

    stored = str([await office.room.db.read(lambda tx, st=st: tx.all(st)) for st in EVERY_TABLE])
    assert bob.addr in stored
    assert "New message" not in stored


async def test_rule_15_a_hostile_host_header_names_no_place_in_a_mail(
    office: Office, alice: Person, bob: Person
) -> None:
    hostile = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net", "Forwarded": "host=evil.example.net"}
    answer = await alice.http.post("/v1/messages", json=alice.envelope([bob]), headers=hostile)
    assert answer.status_code == 201

    await office.waits()

    (mail,) = office.box.taken
    assert "evil.example.net" not in mail.raw.decode()
    places = set(re.findall(r"https?://[^/\s\"]+", mail.text + mail.html))
    assert places == {office.room.settings.base_url}


async def until(office: Office, who: Person, *, is_looking: bool) -> None:
    """Wait until the database says so."""
    async with asyncio.timeout(10):
        while await office.room.db.read(lambda tx: has_open_stream(tx, who.uid)) is not is_looking:  # noqa: ASYNC110 - a row tells no event
            await asyncio.sleep(0.02)
