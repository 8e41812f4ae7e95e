"""Changing password and recovery code: never on the strength of a session alone."""

import asyncio
import os
from collections import Counter
from typing import Any

import sqlalchemy as sa
from litestar import Litestar

from server.tests.api.accounts.test_sessions import signs_in_elsewhere
from server.tests.people import Cast, Person
from waxpost_server.accounts.tables import account
from waxpost_server.kit.db import statement
from waxpost_server.kit.ids import b64u, from_b64u
from waxpost_server.kit.outbox import list_since

_SLOTS = statement(sa.select(account.c.person_id, account.c.sealed_slot_password, account.c.login_verifier))


def new_password(who: Person, key: bytes) -> dict[str, Any]:
    """A new password's part of a change."""
    kdf = {"salt": b64u(os.urandom(16)), "m": 65536, "t": 3, "p": 1}
    return {"kdf": kdf, "login_key": b64u(key), "slot": b64u(os.urandom(300))}


def change(who: Person, **members: object) -> dict[str, Any]:
    """A change of nothing yet, proved with the password."""
    proof = {"kind": "password", "login_key": b64u(who.login_key)}
    return {"cred_ver": 1, "proof": proof, "password": None, "recovery": None} | members


async def test_it_works(people: Cast, app: Litestar) -> None:
    alice, phone = people.alice, await signs_in_elsewhere(people.alice)
    old, new = alice.login_key, os.urandom(32)
    password = new_password(alice, new)
    before = await alice.gets("credentials")
    assert before["slot_password"] == alice.signed_in["slot"]

    answer = await alice.asks("PUT", "credentials", change(alice, password=password))

    assert (answer.status_code, answer.json()) == (200, {"cred_ver": 2, "session": None, "token": None})
    after = await alice.gets("credentials")
    assert after == {"cred_ver": 2, "kdf": password["kdf"], "slot_password": password["slot"]}
    assert await alice.posts("sign-in/start", {"addr": alice.addr}) == password["kdf"]
    assert (await phone.asks("GET", "session")).status_code == 401
    assert (await alice.signs_in(login_key=old)).status_code == 401
    signed_in = await alice.signs_in(login_key=new)
    assert (signed_in.status_code, signed_in.json()["slot"]) == (200, password["slot"])
    events = await app.state.db.read(lambda tx: list_since(tx, alice.chain.uid, 0))
    assert ("credentials", "2") in [(event.kind, event.ref) for event in events]


async def test_rule_07_without_the_password_nothing_changes(people: Cast) -> None:
    alice = people.alice
    wrong = {"kind": "password", "login_key": b64u(os.urandom(32))}
    crossed = {"kind": "password", "login_key": b64u(alice.recovery_login_key)}
    before = await alice.gets("credentials")

    for proof in (wrong, crossed):
        body = change(alice, proof=proof, password=new_password(alice, os.urandom(32)))
        answer = await alice.asks("PUT", "credentials", body)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-failed")

    assert await alice.gets("credentials") == before


async def test_rule_14_proofs_are_counted_like_sign_ins(people: Cast) -> None:
    alice = people.alice
    body = change(alice, password=new_password(alice, os.urandom(32)))
    wrong = body | {"proof": {"kind": "password", "login_key": b64u(os.urandom(32))}}

    found = Counter([(await alice.asks("PUT", "credentials", wrong)).status_code for _ in range(12)])

    assert found == {401: 10, 429: 2}
    assert (await alice.asks("PUT", "credentials", body)).status_code == 429


async def test_a_version_that_was_not_seen_is_refused(people: Cast) -> None:
    alice = people.alice
    body = change(alice, cred_ver=2, password=new_password(alice, os.urandom(32)))

    answer = await alice.asks("PUT", "credentials", body)

    assert (answer.status_code, answer.json()["code"], answer.json()["current"]) == (409, "credentials-changed", 1)


async def test_of_two_changes_at_once_one_wins(people: Cast) -> None:
    alice = people.alice
    keys = [os.urandom(32) for _ in range(6)]
    bodies = [change(alice, password=new_password(alice, key)) for key in keys]

    answers = await asyncio.gather(*(alice.asks("PUT", "credentials", body) for body in bodies))

    # Who comes after the winner has an old password, or, having proved it in time, an old version.
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[200] == 1
    assert statuses[401] + statuses[409] == 5
    (winner,) = (key for key, answer in zip(keys, answers, strict=True) if answer.status_code == 200)
    assert (await alice.signs_in(login_key=winner)).status_code == 200


async def test_a_new_recovery_code_leaves_the_password_alone(people: Cast) -> None:
    alice = people.alice
    slot = (await alice.gets("credentials"))["slot_password"]
    old, new = alice.recovery_login_key, os.urandom(32)
    recovery = {"login_key": b64u(new), "slot": b64u(os.urandom(300))}

    answer = await alice.asks("PUT", "credentials", change(alice, recovery=recovery))

    assert answer.json()["cred_ver"] == 2
    assert (await alice.gets("credentials"))["slot_password"] == slot
    assert (await alice.signs_in()).json()["slot"] == slot
    assert (await alice.signs_in(way="sign-in/recovery", login_key=old)).status_code == 401
    recovered = await alice.signs_in(way="sign-in/recovery", login_key=new)
    assert recovered.json()["slot"] == recovery["slot"]


async def test_a_recovery_replaces_both_and_becomes_full(people: Cast) -> None:
    alice, phone = people.alice, await signs_in_elsewhere(people.alice)
    await alice.signs_in(way="sign-in/recovery")
    recovering = alice.token
    proof = {"kind": "recovery", "login_key": b64u(alice.recovery_login_key)}
    password = new_password(alice, os.urandom(32))
    recovery = {"login_key": b64u(os.urandom(32)), "slot": b64u(os.urandom(300))}
    for half in ({"password": password}, {"recovery": recovery}):
        answer = await alice.asks("PUT", "credentials", change(alice, proof=proof, **half))
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")

    body = change(alice, proof=proof, password=password, recovery=recovery)
    answer = await alice.asks("PUT", "credentials", body)

    assert (answer.status_code, answer.json()["session"]["kind"]) == (200, "full")
    alice.token = answer.json()["token"]
    assert (await alice.asks("GET", "people")).status_code == 200
    assert (await phone.asks("GET", "session")).status_code == 401
    alice.token, new_token = recovering, alice.token
    assert (await alice.asks("GET", "session")).status_code == 401
    assert recovering != new_token
    assert (await alice.signs_in(login_key=from_b64u(password["login_key"]))).status_code == 200


async def test_a_change_of_nothing_and_weak_settings_are_refused(people: Cast) -> None:
    alice = people.alice
    password = new_password(alice, os.urandom(32))
    weak = [{"m": 65535}, {"t": 2}, {"p": 0}, {"m": 2**20 + 1}, {"t": 11}, {"p": 5}, {"salt": b64u(bytes(15))}]
    bodies = [change(alice)] + [change(alice, password=password | {"kdf": password["kdf"] | kdf}) for kdf in weak]

    for body in bodies:
        answer = await alice.asks("PUT", "credentials", body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")


async def test_rule_01_what_is_stored_is_neither_the_slot_nor_the_login_key(people: Cast, app: Litestar) -> None:
    alice = people.alice
    rows = await app.state.db.read(lambda tx: tx.all(_SLOTS))

    (row,) = (row for row in rows if row.person_id == alice.id)
    assert from_b64u(alice.signed_in["slot"]) not in bytes(row.sealed_slot_password)
    assert alice.login_key not in bytes(row.login_verifier)
