"""Random operations, disconnects and turns of the clock: what a client makes of the events is what fetching gives.

Each person has a mirror that follows the stream, drops the connection at random and resumes, and asks for the one
message an event names. In the end every mirror equals what the pages say.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.tests.mailroom import Mailroom, Person
from server.tests.streams import follow
from waxpost_server.kit.jobs import forget_events
from waxpost_server.messages.jobs import expire_messages, remove_deleted_messages

STEPS = 60
Copies = dict[str, dict[str, Any]]  # JSON by mid


@dataclass
class Mirror:
    """A client that knows its two boxes from events."""

    person: Person
    number: int = 0
    copies: Copies = field(default_factory=dict)

    async def catches_up(self, rng: random.Random) -> None:
        """Follow the stream from the last number seen to the newest, with a break or two on the way."""
        while True:
            async with follow(self.person.http, after=self.number) as stream:
                newest = (await stream.next()).data["number"]
                breaks_after = rng.randrange(1, 8)
                while self.number < newest and breaks_after:
                    breaks_after -= 1
                    event = await stream.next()
                    assert event.number is not None
                    if event.kind == "gap":
                        self.copies = await fetch(self.person)
                    else:
                        assert event.number == self.number + 1
                        await self.applies(event.kind, event.data["mid"])
                    self.number = event.number
                if self.number >= newest:
                    return

    async def applies(self, kind: str, mid: str) -> None:
        """What any client does: forget, or ask for the one message."""
        answer = None if kind in ("deleted", "expired") else await self.person.http.get(f"/v1/messages/{mid}")
        if answer is not None and answer.status_code == 200:
            self.copies[mid] = answer.json()
        else:
            assert answer is None or answer.status_code in (404, 410)
            self.copies.pop(mid, None)

    def shows(self) -> Copies:
        """The copies whose end has not come: a client hides them by its own clock."""
        now = self.person.room.at(0)
        return {mid: copy for mid, copy in self.copies.items() if copy["exp"] is None or copy["exp"] > now}


async def fetch(person: Person) -> Copies:
    """Both boxes, page by page."""
    copies: Copies = {}
    for box in ("inbox", "sent"):
        cursor: str | None = None
        unread = 0
        while True:
            page = await person.get("/v1/messages", box=box, limit=4, **({"cursor": cursor} if cursor else {}))
            copies |= {item["mid"]: item for item in page["items"]}
            unread += sum(item["read_at"] is None for item in page["items"])
            cursor = page["cursor"]
            if cursor is None:
                break
        if box == "inbox":
            assert page["unread"] == unread
    return copies


class Story:
    """One random life of four people."""

    def __init__(self, room: Mailroom, rng: random.Random, people: list[Person]) -> None:
        self.room = room
        self.rng = rng
        self.people = people
        self.mirrors = [Mirror(person) for person in people]
        self.mids: list[str] = []

    async def sends(self) -> None:
        sender, *others = self.rng.sample(self.people, self.rng.randrange(2, len(self.people) + 1))
        ends = self.room.at(self.rng.randrange(1, 100)) if self.rng.random() < 0.5 else None
        self.mids.append(await sender.sends(others, exp=ends))

    async def marks(self) -> None:
        read, receipt = self.rng.random() < 0.7, self.rng.random() < 0.5
        await self._anybody().marks(*self._some(), read=read, receipt=receipt)

    async def deletes(self) -> None:
        await self._anybody().deletes(*self._some())

    async def waits(self) -> None:
        self.room.clock.turn(self.rng.randrange(1, 40))

    async def works(self) -> None:
        await self.room.runs(self.rng.choice([expire_messages, remove_deleted_messages]))

    async def forgets(self) -> None:
        self.room.clock.turn(7 * 86400 + 1)
        await self.room.runs(forget_events)

    async def follows(self) -> None:
        await self.rng.choice(self.mirrors).catches_up(self.rng)

    async def steps(self) -> None:
        chances: list[tuple[Callable[[], Awaitable[None]], int]] = [
            (self.sends, 8),
            (self.marks, 8),
            (self.deletes, 3),
            (self.waits, 2),
            (self.works, 2),
            (self.follows, 6),
        ]
        verbs, weights = zip(*chances, strict=True)
        (verb,) = self.rng.choices(verbs, weights)
        await verb()

    def _anybody(self) -> Person:
        return self.rng.choice(self.people)

    def _some(self) -> list[str]:
        # Mostly one: of several, one is usually not his, and then nothing happens.
        return self.rng.choices(self.mids, k=self.rng.choice([1, 1, 1, 2])) if self.mids else ["A" * 22]


@pytest.mark.parametrize("seed", range(3))
async def test_applying_events_equals_fetching_again(room: Mailroom, seed: int) -> None:
    rng = random.Random(seed)
    story = Story(room, rng, [await room.joins(name) for name in ("alice", "bob", "carol", "dave")])

    for step in range(STEPS):
        await story.steps()
        if step == STEPS // 2 and seed == 0:
            await story.forgets()
    assert story.mids

    for mirror in story.mirrors:
        await mirror.catches_up(rng)
        assert mirror.shows() == await fetch(mirror.person)


@pytest.mark.parametrize("seed", range(3))
async def test_pages_hold_what_stays_exactly_once_while_messages_come_and_go(room: Mailroom, seed: int) -> None:
    rng = random.Random(seed)
    alice, bob = await room.joins("alice"), await room.joins("bob")
    before = [await alice.sends([bob]) for _ in range(25)]
    gone: set[str] = set()

    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await bob.get("/v1/messages", limit=rng.randrange(1, 6), **({"cursor": cursor} if cursor else {}))
        seen += [item["mid"] for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
        for _ in range(rng.randrange(3)):
            await alice.sends([bob])
        victim = rng.choice(before)
        if victim not in gone and rng.random() < 0.6:
            gone.add(victim)
            await bob.deletes(victim)

    assert len(seen) == len(set(seen))
    assert set(before) - gone <= set(seen) <= set(before)
    assert seen == sorted(seen, key=before.index, reverse=True)
