"""What is posted comes to the mail server: once, again after a failure, never for ever."""

import asyncio
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from server.tests.postbox import Postbox
from server.tests.rows import EVERY_TABLE, actions
from waxpost_server.kit.clock import DAY, TurnableClock
from waxpost_server.kit.db import Database, Row, WriteTx, open_database
from waxpost_server.kit.settings import Settings
from waxpost_server.mail.jobs import forget_mails
from waxpost_server.mail.letter import Letter, Link
from waxpost_server.mail.outbox import PAUSES, Composed, list_mails, post
from waxpost_server.mail.sending import TOGETHER, send_some

LETTER = Letter("Hello", ("Something came.", Link("Look", "/messages/inbox")), "Because.")


class Writer:
    """A composer that says the same of everything, until it has nothing to say."""

    def __init__(self) -> None:
        self.letter: Letter | None = LETTER
        self.asked: list[tuple[str, str | None]] = []

    async def __call__(self, _tx: WriteTx, ref: str, note: str | None) -> Composed | None:
        self.asked.append((ref, note))
        return None if self.letter is None else Composed(self.letter, f"{len(self.asked)}")


@pytest.fixture
def writer() -> Writer:
    return Writer()


async def posted(db: Database, ref: str, addr: str = "bob@example.org") -> None:
    await db.write(lambda tx: post(tx, "test", ref, addr))


async def waiting(db: Database) -> list[Row]:
    return await db.read(lambda tx: list_mails(tx, 100))


async def test_it_works(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    settings = postbox.settings(settings)
    await posted(db, "one")
    assert postbox.taken == []

    assert not await send_some(db, settings, {"test": writer})

    (taken,) = postbox.taken
    assert (taken.sender, taken.to) == ("waxpost@mail.example.org", ["bob@example.org"])
    message = taken.message
    assert (message["From"], message["To"]) == ("Waxpost <waxpost@mail.example.org>", "bob@example.org")
    assert message["Subject"] == "Hello"
    assert message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(message["Date"]).timestamp() == clock.now()
    assert message["Message-ID"].endswith("@mail.example.org>")
    assert "Something came." in taken.text
    assert f"{settings.base_url}/messages/inbox" in taken.text
    assert "<p>Something came.</p>" in taken.html
    assert f'href="{settings.base_url}/messages/inbox"' in taken.html
    assert await waiting(db) == []
    assert not await send_some(db, settings, {"test": writer})
    assert len(postbox.taken) == 1


async def test_many_go_over_one_connection(db: Database, postbox: Postbox, settings: Settings, writer: Writer) -> None:
    for number in range(TOGETHER + 5):
        await posted(db, f"{number}", f"p{number}@example.org")

    assert await send_some(db, postbox.settings(settings), {"test": writer})
    assert postbox.connections == 1
    assert not await send_some(db, postbox.settings(settings), {"test": writer})

    assert sorted(postbox.addresses) == sorted(f"p{number}@example.org" for number in range(TOGETHER + 5))


async def test_a_temporary_refusal_is_tried_again_later(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    postbox.answers_to_recipient = ["451 greylisted, come back later", "450 not yet"]
    await posted(db, "one")
    await posted(db, "two", "carol@example.org")

    await send_some(db, postbox.settings(settings), {"test": writer})

    assert postbox.taken == []  # the second was refused by itself: the first did not stand in its way
    assert Counter((row.state, row.attempts, row.reason) for row in await waiting(db)) == {
        ("waiting", 1, "451"): 1,
        ("waiting", 1, "450"): 1,
    }
    await send_some(db, postbox.settings(settings), {"test": writer})
    assert len(writer.asked) == 2
    clock.turn(PAUSES[0])
    await send_some(db, postbox.settings(settings), {"test": writer})
    assert sorted(postbox.addresses) == ["bob@example.org", "carol@example.org"]
    assert await waiting(db) == []


async def test_a_permanent_refusal_is_given_up_visible_without_the_address(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    postbox.answers_to_recipient = ["550 no such user bob@example.org"]
    await posted(db, "one")
    assert "bob@example.org" in await everything(db)

    await send_some(db, postbox.settings(settings), {"test": writer})

    assert postbox.taken == []
    (row,) = await waiting(db)
    assert (row.kind, row.state, row.reason) == ("test", "failed", "550")
    assert "bob@example.org" not in await everything(db)
    assert await actions(db) == ["mail-failed"]
    clock.turn(DAY)
    await send_some(db, postbox.settings(settings), {"test": writer})
    assert postbox.taken == []
    clock.turn(6 * DAY)
    await forget_mails.step(db)
    assert await waiting(db) == []


async def test_a_mail_is_given_up_after_the_last_pause(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    await posted(db, "one")
    postbox.answers_to_data = ["452 disk full"] * (len(PAUSES) + 1)

    for pause in (*PAUSES, 0):
        await send_some(db, postbox.settings(settings), {"test": writer})
        clock.turn(pause)

    (row,) = await waiting(db)
    assert (row.state, row.reason, row.attempts) == ("failed", "452", len(PAUSES) + 1)
    assert 0.9 * DAY < sum(PAUSES) < 1.1 * DAY


async def test_every_attempt_has_the_same_message_id_and_knows_the_note_of_the_one_before(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    seen: list[bytes] = []

    def look(protocol: Any) -> str | None:  # an aiosmtpd protocol
        seen.append(protocol.envelope.content)
        return "451 once more" if len(seen) == 1 else None

    postbox.at_data = look
    await posted(db, "one")
    await send_some(db, postbox.settings(settings), {"test": writer})
    clock.turn(PAUSES[0])
    await send_some(db, postbox.settings(settings), {"test": writer})

    ids = [line for raw in seen for line in raw.splitlines() if line.startswith(b"Message-ID")]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert writer.asked == [("one", None), ("one", "1")]


async def test_a_connection_cut_in_the_middle_is_tried_again(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    def cut(protocol: Any) -> str:  # an aiosmtpd protocol
        protocol.transport.abort()
        return "250 nobody hears this"

    postbox.at_data = cut
    await posted(db, "one")
    await posted(db, "two", "carol@example.org")

    await send_some(db, postbox.settings(settings), {"test": writer})

    # The rest waits for the next run: it is about the server, not about the mail.
    assert Counter((row.state, row.attempts, row.reason) for row in await waiting(db)) == {
        ("waiting", 1, "disconnected"): 1,
        ("waiting", 0, None): 1,
    }
    postbox.at_data = lambda _protocol: None
    clock.turn(PAUSES[0])
    await send_some(db, postbox.settings(settings), {"test": writer})
    assert sorted(postbox.addresses) == ["bob@example.org", "carol@example.org"]


async def test_a_server_that_is_down_costs_one_attempt_at_a_time(
    db: Database, settings: Settings, postbox: Postbox, writer: Writer
) -> None:
    down = postbox.settings(settings, smtp_port=9)  # nobody listens on the discard port
    for ref in ("one", "two", "three"):
        await posted(db, ref)

    await send_some(db, down, {"test": writer})

    assert Counter((row.attempts, row.reason) for row in await waiting(db)) == {(1, "connect"): 1, (0, None): 2}


async def test_a_sender_that_is_refused_is_a_mistake_in_the_settings_and_ends_no_mail(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer
) -> None:
    postbox.answers_to_sender = ["553 not from you"]
    await posted(db, "one")

    await send_some(db, postbox.settings(settings), {"test": writer})

    assert [(row.state, row.reason) for row in await waiting(db)] == [("waiting", "553")]


async def test_what_stopped_between_sending_and_noting_is_repeated_once_under_its_id(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer, clock: TurnableClock
) -> None:
    settings = postbox.settings(settings)
    await posted(db, "one")
    sending: asyncio.Task[bool]

    def stop(_protocol: Any) -> None:  # an aiosmtpd protocol
        sending.cancel()

    postbox.at_data = stop
    sending = asyncio.create_task(send_some(db, settings, {"test": writer}))
    with pytest.raises(asyncio.CancelledError):
        await sending
    postbox.at_data = lambda _protocol: None
    assert len(postbox.taken) == 1

    await send_some(db, settings, {"test": writer})
    assert len(postbox.taken) == 1  # the lease of the attempt that stopped still counts
    clock.turn(600)
    await send_some(db, settings, {"test": writer})
    clock.turn(600)
    await send_some(db, settings, {"test": writer})

    first, second = postbox.taken
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert await waiting(db) == []


async def test_two_processes_at_once_send_each_mail_once(
    db: Database, database_url: str, postbox: Postbox, settings: Settings, writer: Writer
) -> None:
    settings = postbox.settings(settings)
    for number in range(40):
        await posted(db, f"{number}", f"p{number}@example.org")
    other = await open_database(database_url)
    try:
        await asyncio.gather(*(send_some(one, settings, {"test": writer}) for one in (db, other, db, other)))
    finally:
        await other.close()

    assert sorted(postbox.addresses) == sorted(f"p{number}@example.org" for number in range(40))
    assert await waiting(db) == []


async def test_what_has_nothing_to_say_any_more_is_not_sent(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer
) -> None:
    writer.letter = None
    await posted(db, "one")

    await send_some(db, postbox.settings(settings), {"test": writer})

    assert postbox.taken == []
    assert await waiting(db) == []


async def test_posting_again_while_it_waits_makes_no_second_mail(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer
) -> None:
    await posted(db, "one")
    await posted(db, "one")

    await send_some(db, postbox.settings(settings), {"test": writer})
    await send_some(db, postbox.settings(settings), {"test": writer})

    assert len(postbox.taken) == 1


async def test_posting_again_while_it_is_under_way_makes_another_with_an_id_of_its_own(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer
) -> None:
    again: list[asyncio.Task[None]] = []

    def post_again(_protocol: Any) -> None:  # an aiosmtpd protocol
        if not again:
            again.append(asyncio.create_task(posted(db, "one")))

    original = postbox.handle_DATA

    async def slowly(server: Any, _session: Any, envelope: Any) -> str:  # what aiosmtpd gives
        answer = await original(server, _session, envelope)
        await again[0]
        return answer

    postbox.at_data, postbox.handle_DATA = post_again, slowly
    await posted(db, "one")
    await send_some(db, postbox.settings(settings), {"test": writer})
    await send_some(db, postbox.settings(settings), {"test": writer})
    await send_some(db, postbox.settings(settings), {"test": writer})

    first, second = postbox.taken
    assert first.message["Message-ID"] != second.message["Message-ID"]
    assert writer.asked == [("one", None), ("one", None)]


async def test_one_that_cannot_be_composed_does_not_stop_the_others(
    db: Database, postbox: Postbox, settings: Settings, writer: Writer
) -> None:
    async def broken(_tx: WriteTx, _ref: str, _note: str | None) -> Composed | None:
        raise LookupError

    await db.write(lambda tx: post(tx, "broken", "x", "alice@example.org"))
    await posted(db, "one")

    await send_some(db, postbox.settings(settings), {"test": writer, "broken": broken})

    assert postbox.addresses == ["bob@example.org"]
    assert [(row.kind, row.state, row.reason) for row in await waiting(db)] == [("broken", "waiting", "not-composed")]


@pytest.mark.parametrize(
    "addr", ["bob", "bob@example.org\r\nBcc: eve@example.org", "Bob <bob@example.org>", "b ob@x.org"]
)
async def test_only_an_address_can_be_written_to(db: Database, addr: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        await posted(db, "one", addr)
    assert await waiting(db) == []


async def test_a_posted_mail_goes_with_what_caused_it(db: Database) -> None:
    async def fails(tx: WriteTx) -> None:
        await post(tx, "test", "one", "bob@example.org")
        raise LookupError

    with pytest.raises(LookupError):
        await db.write(fails)

    assert await waiting(db) == []


async def everything(db: Database) -> str:
    """Every row of the outbox and of the audit, as text."""
    return str([await db.read(lambda tx, st=st: tx.all(st)) for st in EVERY_TABLE])
