"""Only this address may open it: a claim needs the code that was mailed there, and nobody's mailbox is flooded."""

import asyncio
import re
from collections import Counter

import pytest

from server.tests.mailroom import Mailroom, Person, problem
from server.tests.offices import Office
from server.tests.postbox import Taken
from server.tests.rows import EVERY_TABLE, actions
from server.tests.shares import Outsider, Share, kept, makes, outsider
from waxpost_server.kit.db import open_database

MINUTE = 60
HOUR = 3600
BOB = "bob@partner.example"
SHORT = "b…@partner.example"
MANY = 50


def code_in(mail: Taken) -> str:
    (code,) = re.findall(r"^[0-9]{6}$", mail.text.replace("\r", ""), re.MULTILINE)
    return code


async def asks(reader: Outsider) -> tuple[int, dict[str, object]]:
    answer = await reader.does("code", access=reader.share.access)
    return answer.status_code, answer.json()


async def gets_code(office: Office, reader: Outsider) -> str:
    """Ask for a code and read the mail."""
    assert (await asks(reader))[0] == 200
    await office.sends()
    return code_in(office.box.taken[-1])


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_it_opens_with_the_code_that_was_mailed(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    assert (await kept(alice, share))["only_addr"] == BOB
    assert (await reader.looks()).json()["only_for"] == SHORT
    needed = await reader.claims()
    assert (needed.status_code, needed.json()["code"], needed.json()["only_for"]) == (403, "link-code-needed", SHORT)

    assert await asks(reader) == (200, {"only_for": SHORT, "again_at": office.room.at(MINUTE)})
    assert office.box.taken == []
    await office.sends()

    (mail,) = office.box.taken
    assert mail.to == [BOB]
    assert mail.message["Subject"] == "Your code for a secure message"
    code = code_in(mail)
    assert code in mail.html
    assert code not in str(mail.message["Subject"])
    assert share.id not in mail.raw.decode()
    claimed = await reader.claims(code=code)
    assert claimed.status_code == 200
    assert (await reader.confirms(claimed.json()["lease"])).json()["views_left"] == 2
    told = await actions(office.room.db)
    assert told == ["link-made", "link-code-asked", "link-claimed", "link-opened"]


async def test_the_code_is_stored_nowhere(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)

    code = await gets_code(office, outsider(office.room, share))

    # Six digits may stand in a number by chance, so whole values are compared.
    db = await open_database(office.room.settings.database_url)
    try:
        for statement in EVERY_TABLE:
            for row in await db.read(lambda tx, statement=statement: tx.all(statement)):
                assert code not in [str(value) for value in row]
    finally:
        await db.close()


async def test_a_code_is_good_until_a_view_is_used(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    code = await gets_code(office, reader)

    lost, claimed = await reader.claims(code=code), await reader.claims(code=code)
    assert lost.status_code == claimed.status_code == 200
    await reader.confirms(claimed.json()["lease"])

    again = await reader.claims(code=code)
    assert (again.json()["code"], again.json()["tries_left"]) == ("link-code-wrong", 0)


async def test_five_wrong_codes_kill_the_code_and_nothing_else(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    code = await gets_code(office, reader)

    wrong = [await reader.claims(code=another(code)) for _ in range(6)]

    assert [answer.json()["tries_left"] for answer in wrong] == [4, 3, 2, 1, 0, 0]
    assert {(answer.status_code, answer.json()["code"]) for answer in wrong} == {(403, "link-code-wrong")}
    assert (await reader.claims(code=code)).json()["tries_left"] == 0
    found = await kept(alice, share)
    assert (found["state"], found["views_left"], found["tries_left"]) == ("open", 3, 5)
    office.room.clock.turn(MINUTE)
    assert (await reader.claims(code=await gets_code(office, reader))).status_code == 200


async def test_whoever_lacks_the_code_tries_no_passphrase(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    code = await gets_code(office, reader)

    for _ in range(7):
        await reader.claims(bytes(32))
        await reader.claims(bytes(32), code=another(code))
    assert (await kept(alice, share))["tries_left"] == 5

    office.room.clock.turn(MINUTE)
    right = await gets_code(office, reader)
    assert (await reader.claims(bytes(32), code=right)).json()["code"] == "link-claim-wrong"
    assert (await reader.claims(code=right)).status_code == 200


async def test_a_code_ends_after_ten_minutes(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    code = await gets_code(office, reader)
    office.room.clock.turn(10 * MINUTE - 1)
    assert (await reader.claims(code=code)).status_code == 200

    office.room.clock.turn(1)

    refused = await reader.claims(code=code)
    assert (refused.json()["code"], refused.json()["tries_left"]) == ("link-code-wrong", 0)


async def test_a_newer_code_replaces_the_older(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    old = await gets_code(office, reader)
    office.room.clock.turn(MINUTE)

    new = await gets_code(office, reader)

    if old != new:  # one in a million
        assert (await reader.claims(code=old)).json()["code"] == "link-code-wrong"
    assert (await reader.claims(code=new)).status_code == 200


async def test_a_code_of_one_link_opens_no_other(office: Office, alice: Person) -> None:
    one, other = await makes(alice, only_addr=BOB), await makes(alice, only_addr=BOB)
    code = await gets_code(office, outsider(office.room, one))

    refused = await outsider(office.room, other).claims(code=code)

    assert (refused.json()["code"], refused.json()["tries_left"]) == ("link-code-wrong", 0)


async def test_a_robot_that_asks_for_codes_floods_nobody(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    pauses = [1, 2, 4, 8, 16, 32] + [60] * 14

    for number, pause in enumerate(pauses, 1):
        answers = [await asks(reader) for _ in range(3)]
        assert answers == [(200, {"only_for": SHORT, "again_at": office.room.at(pause * MINUTE)})] * 3
        await office.sends()
        assert len(office.box.taken) == number
        office.room.clock.turn(pause * MINUTE - 1)
        assert (await asks(reader))[0] == 200
        await office.sends()
        assert len(office.box.taken) == number
        office.room.clock.turn(1)

    last = await asks(reader)
    assert (last[0], last[1]["code"]) == (403, "link-locked")
    assert (await kept(alice, share))["state"] == "locked"
    await office.sends()
    assert [mail.to for mail in office.box.taken] == [[BOB]] * 20 + [[alice.addr]]


async def test_a_view_lets_codes_be_asked_for_again(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    await gets_code(office, reader)
    office.room.clock.turn(MINUTE)
    code = await gets_code(office, reader)
    claimed = await reader.claims(code=code)

    await reader.confirms(claimed.json()["lease"])

    assert await asks(reader) == (200, {"only_for": SHORT, "again_at": office.room.at(MINUTE)})


async def test_one_address_asks_so_often_for_codes_of_any_links(office: Office, alice: Person) -> None:
    readers = [outsider(office.room, await makes(alice, only_addr=BOB)) for _ in range(15)]

    codes = Counter([(await asks(reader))[0] for reader in readers])

    assert codes == {200: 12, 429: 3}


async def test_hidden_looks_like_missing(office: Office, alice: Person) -> None:
    share, open_to_all = await makes(alice, only_addr=BOB), await makes(alice)
    revoked = await makes(alice, only_addr=BOB)
    await alice.http.delete(f"/v1/links/{revoked.id}")
    wrong = Share(id=share.id, claim=share.claim, ack=share.ack)

    answers = [
        await outsider(office.room, one).does("code", access=one.access)
        for one in (wrong, open_to_all, revoked, Share())
    ]

    assert answers[0].json()["code"] == "link-gone"
    assert all(problem(answer) == problem(answers[0]) for answer in answers)
    await office.sends()
    assert office.box.taken == []


async def test_a_code_that_nobody_waits_for_any_more_is_not_mailed(office: Office, alice: Person) -> None:
    ended, late = await makes(alice, only_addr=BOB), await makes(alice, only_addr=BOB)
    for share in (ended, late):
        assert (await asks(outsider(office.room, share)))[0] == 200
    await alice.http.delete(f"/v1/links/{ended.id}")
    office.room.clock.turn(10 * MINUTE)

    await office.sends()

    assert office.box.taken == []


async def test_a_code_where_none_is_needed_changes_nothing(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)

    assert (await outsider(room, share).claims(code="123456")).status_code == 200


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "", "１２３４５６"])
async def test_what_is_no_code_is_refused_by_its_shape(office: Office, alice: Person, code: str) -> None:
    share = await makes(alice, only_addr=BOB)

    assert (await outsider(office.room, share).claims(code=code)).status_code == 400


async def test_rule_09_fifty_openers_with_the_code_never_exceed_the_views(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB, views=3)
    reader = outsider(office.room, share)
    code = await gets_code(office, reader)

    claims = await asyncio.gather(*(reader.claims(code=code) for _ in range(MANY)))
    tokens = [answer.json()["lease"] for answer in claims if answer.status_code == 200]
    confirmed = await asyncio.gather(*(reader.confirms(token) for token in tokens))

    assert len(tokens) == 5
    assert Counter(answer.status_code for answer in confirmed)[200] == 3
    assert (await kept(alice, share))["opened"] == 3


async def test_rule_09_fifty_wrong_codes_at_once_are_five_tries(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    reader = outsider(office.room, share)
    code = await gets_code(office, reader)

    answers = await asyncio.gather(*(reader.claims(code=another(code)) for _ in range(MANY)))

    assert Counter(answer.json()["tries_left"] for answer in answers) == {4: 1, 3: 1, 2: 1, 1: 1, 0: MANY - 4}
    assert (await kept(alice, share))["state"] == "open"


async def test_rule_09_fifty_who_ask_at_once_cause_one_mail(office: Office, alice: Person) -> None:
    share = await makes(alice, only_addr=BOB)
    readers = [outsider(office.room, share) for _ in range(10)]

    answers = await asyncio.gather(*(asks(reader) for reader in readers))
    await office.sends()

    assert {status for status, _ in answers} == {200}
    assert len(office.box.taken) == 1
