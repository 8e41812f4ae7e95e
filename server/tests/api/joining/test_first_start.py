"""The first start: one link, one administrator, once."""

import asyncio
import os
from collections import Counter

import httpx
from litestar import Litestar

from server.tests.people import ORGANISATION, Asker, Cast, new_code, person
from server.tests.rows import START_CODES
from server.tests.signing import KeyPair, compact, signed
from waxpost_server.joining.start import start_lines
from waxpost_server.kit.clock import DAY, MINUTE, TurnableClock
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.settings import Settings


async def test_it_works(app: Litestar, client: httpx.AsyncClient) -> None:
    olga = person(client, "olga")
    assert not (await olga.gets("instance"))["started"]

    answer = await olga.starts(await new_code(app.state.db))

    assert answer.status_code == 201
    body = answer.json()
    assert body["me"] == {
        "id": body["me"]["id"],
        "uid": olga.chain.uid,
        "addr": "olga@example.org",
        "role": "administrator",
    }
    assert (body["session"]["kind"], body["cred_ver"], body["vault"]["ver"]) == ("full", 1, 1)
    instance = await olga.gets("instance")
    assert (instance["started"], instance["organisation"]) == (True, ORGANISATION)
    (only,) = (await olga.gets("people"))["items"]
    assert (only["name"], only["role"], only["state"], only["seq"]) == ("Olga", "administrator", "active", 0)


async def test_the_code_shows_the_log_to_pin(app: Litestar, client: httpx.AsyncClient) -> None:
    nobody = Asker(client)

    answer = await nobody.posts("start/check", {"code": b64u(await new_code(app.state.db))})

    origin, size, _, at, *_ = answer["note"].split("\n")
    assert (origin, size) == (answer["log"]["origin"], "0")
    assert at.startswith("time ")
    assert answer["log"]["previous"] == []


async def test_looking_uses_nothing(app: Litestar, client: httpx.AsyncClient) -> None:
    olga, code = person(client, "olga"), await new_code(app.state.db)
    for _ in range(3):
        await olga.posts("start/check", {"code": b64u(code)})

    assert (await olga.starts(code)).status_code == 201


async def test_wrong_old_used_and_replaced_codes_look_alike(
    app: Litestar, client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    async def refusal(code: bytes) -> tuple[int, object]:
        answer = await Asker(client).asks("POST", "start/check", {"code": b64u(code)})
        body = answer.json()
        del body["request_id"]
        return answer.status_code, body

    replaced = await new_code(app.state.db)
    code = await new_code(app.state.db)
    found = [await refusal(os.urandom(16)), await refusal(replaced)]
    clock.turn(DAY)
    found.append(await refusal(code))
    olga, code = person(client, "olga"), await new_code(app.state.db)
    assert (await olga.starts(code)).status_code == 201
    clock.turn(MINUTE)
    found.append(await refusal(code))

    assert found[0] == found[1] == found[2] == found[3]
    assert found[0][0] == 404


async def test_a_second_start_is_refused(app: Litestar, client: httpx.AsyncClient) -> None:
    olga, eve, code = person(client, "olga"), person(client, "eve"), await new_code(app.state.db)
    assert (await olga.starts(code)).status_code == 201

    answer = await eve.starts(code)

    assert (answer.status_code, answer.json()["code"]) == (404, "start-code-not-valid")
    assert [row["addr"] for row in (await olga.gets("people"))["items"]] == ["olga@example.org"]


async def test_rule_09_of_many_first_starts_at_once_exactly_one_wins(app: Litestar, client: httpx.AsyncClient) -> None:
    code = await new_code(app.state.db)
    people = [person(client, f"person{number}") for number in range(5)]

    answers = await asyncio.gather(*(one.starts(code) for one in people))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 404: 4}


async def test_rule_14_five_tries_a_minute_in_all(
    app: Litestar, client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    olga, code = person(client, "olga"), await new_code(app.state.db)
    body = {"code": b64u(os.urandom(16))}
    for _ in range(5):
        assert (await olga.asks("POST", "start/check", body)).status_code == 404

    locked = await olga.starts(code)

    assert (locked.status_code, locked.json()["code"]) == (429, "too-many-requests")
    assert 1 <= int(locked.headers["Retry-After"]) <= 60
    clock.turn(int(locked.headers["Retry-After"]))
    assert (await olga.starts(code)).status_code == 201


async def test_a_refused_start_uses_nothing(app: Litestar, client: httpx.AsyncClient) -> None:
    olga, code = person(client, "olga"), await new_code(app.state.db)
    account = await olga.new_account(olga.chain.first())
    body = {"code": b64u(code), "organisation": ORGANISATION, "client": "cli", "label": None}
    unsigned = signed(compact(olga.chain.payload("first", olga.chain.keys)), ("new", KeyPair()))

    forged = await olga.asks("POST", "start", body | {"account": account | {"entry": b64u(unsigned)}})
    weak = await olga.asks("POST", "start", body | {"account": account | {"kdf": account["kdf"] | {"t": 4}}})

    assert (forged.status_code, forged.json()["reason"]) == (422, "signature")
    assert (weak.status_code, weak.json()["code"]) == (422, "kdf-not-offered")
    assert not (await olga.gets("instance"))["started"]
    assert (await olga.starts(code)).status_code == 201


async def test_rule_15_the_printed_link_uses_the_configured_address_until_it_is_used(
    app: Litestar, settings: Settings, client: httpx.AsyncClient
) -> None:
    db, secrets = app.state.db, app.state.secrets
    lines = await start_lines(db, settings, secrets)
    assert f"{settings.base_url}/start#" in lines[1]

    olga = person(client, "olga")
    assert (await olga.starts(await new_code(db))).status_code == 201

    assert await start_lines(db, settings, secrets) == []


async def test_the_start_code_is_not_stored(people: Cast, app: Litestar) -> None:
    assert people.olga.id  # it has been used; the row is gone with it
    assert await app.state.db.read(lambda tx: tx.all(START_CODES)) == []
