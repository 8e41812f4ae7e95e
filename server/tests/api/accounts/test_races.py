"""Two things at once: no session begins on the strength of what is being taken away at that moment."""

import asyncio
import os

import httpx
import pytest
from litestar import Litestar

from server.tests.api.accounts.test_credentials import change, new_password
from server.tests.people import Asker, Cast
from waxpost_server.accounts.vaults import NewVault, save_vault
from waxpost_server.kit.ids import b64u
from waxpost_server.kit.web.principal import NotSignedIn, Principal


async def live_tokens(people: Cast, answers: list[httpx.Response]) -> list[str]:
    """The tokens among these answers that are good now."""
    tokens = [answer.json()["token"] for answer in answers if answer.status_code == 200]
    asked = [(token, await Asker(people.nobody.client, token).asks("GET", "session")) for token in tokens]
    return [token for token, answer in asked if answer.status_code == 200]


@pytest.mark.parametrize("times", range(3))
async def test_rule_07_signing_in_while_being_suspended_leaves_no_session(people: Cast, times: int) -> None:
    bob = people.bob
    body = {"addr": bob.addr, "login_key": b64u(bob.login_key), "client": "cli", "label": None}

    async def suspend() -> httpx.Response:
        await asyncio.sleep(0)
        return await people.olga.asks("PATCH", f"people/{bob.id}", {"role": None, "state": "suspended"})

    *answers, suspended = await asyncio.gather(
        *(bob.client.post("/v1/sign-in", json=body) for _ in range(9)), suspend()
    )

    assert suspended.status_code == 200
    assert await live_tokens(people, answers) == []


@pytest.mark.parametrize("times", range(3))
async def test_rule_07_signing_in_with_a_password_that_is_being_changed_leaves_no_session(
    people: Cast, times: int
) -> None:
    alice = people.alice
    body = {"addr": alice.addr, "login_key": b64u(alice.login_key), "client": "cli", "label": None}
    new = change(alice, password=new_password(alice, os.urandom(32)))

    *answers, changed = await asyncio.gather(
        *(alice.client.post("/v1/sign-in", json=body) for _ in range(9)), alice.asks("PUT", "credentials", new)
    )

    assert changed.status_code == 200
    assert await live_tokens(people, answers) == []
    assert (await alice.asks("GET", "session")).status_code == 200


async def test_a_write_that_began_before_its_session_ended_changes_nothing(people: Cast, app: Litestar) -> None:
    alice = people.alice
    session = (await alice.gets("session"))["session"]
    principal = Principal(alice.id, alice.chain.uid, alice.addr, "member", session["id"], "full")
    before = await alice.gets("vault")
    await alice.asks("DELETE", "sessions/current")

    with pytest.raises(NotSignedIn):
        await app.state.db.write(lambda tx: save_vault(tx, principal, 1, NewVault(ver=2, vault=b"old")))  # pyright: ignore[reportArgumentType] - read as bytes

    await alice.signs_in()
    assert await alice.gets("vault") == before
