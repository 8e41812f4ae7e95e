"""Packs: sealed files beside the vault, stored with it or not at all (spec/api.md 5)."""

import os

import pytest
from litestar import Litestar

from server.tests.people import Cast
from server.tests.rows import actions
from waxpost_server.accounts.packs import save_packs
from waxpost_server.accounts.vaults import save_vault
from waxpost_server.kit.ids import b64u, new_id

VAULT = b64u(b"vault")


def pack(file: str = "entries-0", ver: int = 1, sealed: bytes = b"sealed") -> dict[str, object]:
    return {"file": file, "ver": ver, "sealed": b64u(sealed)}


async def test_it_works(people: Cast, app: Litestar) -> None:
    alice, sealed = people.alice, os.urandom(1000)
    assert (await alice.gets("packs"))["packs"] == []

    body = {"ver": 2, "vault": VAULT, "packs": [pack(sealed=sealed), pack("links-0", 4)], "claim": [], "release": []}
    answer = await alice.asks("PUT", "vault", body, if_match=1)

    assert (answer.status_code, answer.json()) == (200, {"ver": 2})
    assert (await alice.gets("packs"))["packs"] == [{"file": "entries-0", "ver": 1}, {"file": "links-0", "ver": 4}]
    assert await alice.gets("packs/entries-0") == pack(sealed=sealed)
    assert (await alice.gets("vault"))["vault"] == VAULT
    assert (await people.bob.gets("packs"))["packs"] == []
    assert (await actions(app.state.db))[-1] == "vault-saved"

    await alice.asks("PUT", "vault", {"ver": 3, "vault": VAULT, "packs": [pack(ver=2, sealed=b"newer")]}, if_match=2)
    await alice.asks("PUT", "vault", {"ver": 4, "vault": VAULT}, if_match=3)

    assert await alice.gets("packs/entries-0") == pack(ver=2, sealed=b"newer")


async def test_a_pack_is_not_stored_without_its_vault(people: Cast) -> None:
    alice = people.alice
    saved = await alice.asks("PUT", "vault", {"ver": 2, "vault": VAULT, "packs": [pack(ver=5)]}, if_match=1)
    assert saved.status_code == 200
    other = b64u(b"other")
    for seen, packs, more, status, code in [
        (1, [pack(ver=6)], {}, 409, "vault-changed"),
        (2, [pack("entries-1"), pack(ver=5)], {}, 422, "version-not-next"),
        (2, [pack(ver=4)], {}, 422, "version-not-next"),
        (2, [pack(ver=6)], {"claim": [new_id()]}, 422, "blobs-not-ready"),
    ]:
        body = {"ver": 3, "vault": other, "packs": packs, **more}
        answer = await alice.asks("PUT", "vault", body, if_match=seen)
        assert (answer.status_code, answer.json()["code"]) == (status, code), packs
        assert await alice.gets("vault") == {"ver": 2, "vault": VAULT, "number": 1}
        assert (await alice.gets("packs"))["packs"] == [{"file": "entries-0", "ver": 5}]
    # What is not in the vault is passed over, so that the request may be made again.
    release = {"ver": 3, "vault": other, "packs": [pack(ver=6)], "release": [new_id()]}
    assert (await alice.asks("PUT", "vault", release, if_match=2)).status_code == 200


async def test_what_breaks_off_after_the_pack_leaves_neither(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = people.alice
    body = {"ver": 2, "vault": VAULT, "packs": [pack()]}

    async def stored_then_dead(*given: object) -> None:
        await save_packs(*given)  # pyright: ignore[reportArgumentType] - passed on as it came
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(f"{save_vault.__module__}.save_packs", stored_then_dead)
        assert (await alice.asks("PUT", "vault", body, if_match=1)).status_code == 500

    assert (await alice.gets("packs"))["packs"] == []
    assert (await alice.gets("vault"))["ver"] == 1
    assert (await alice.asks("PUT", "vault", body, if_match=1)).status_code == 200


@pytest.mark.parametrize(
    "packs",
    [
        [pack("entries-00")],
        [pack("entries-10000")],
        [pack("drafts-0")],
        [pack("entries-0\n")],
        [pack("../entries-0")],
        [pack(ver=0)],
        [pack(ver=2**53)],
        [pack(sealed=b"")],
        [pack(sealed=bytes(2 * 1024 * 1024 + 1))],
        [pack(), pack(ver=2)],
        [pack(f"links-{n}") for n in range(17)],
        [{**pack(), "more": 1}],
        pack(),
        None,
    ],
    ids=lambda value: str(value)[:60],
)
async def test_packs_of_another_form_are_refused(people: Cast, packs: object) -> None:
    answer = await people.alice.asks("PUT", "vault", {"ver": 2, "vault": VAULT, "packs": packs}, if_match=1)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")
    assert (await people.alice.gets("packs"))["packs"] == []


async def test_a_pack_has_room_for_two_mebibytes_and_a_save_for_eight(people: Cast) -> None:
    alice = people.alice
    packs = [pack(sealed=os.urandom(2 * 1024 * 1024)), pack("entries-1", sealed=os.urandom(2 * 1024 * 1024))]
    assert (await alice.asks("PUT", "vault", {"ver": 2, "vault": VAULT, "packs": packs}, if_match=1)).status_code == 200
    assert await alice.gets("packs/entries-1") == packs[1]

    much = [pack(f"entries-{n}", 2, os.urandom(2 * 1024 * 1024)) for n in range(3)]
    answer = await alice.asks("PUT", "vault", {"ver": 3, "vault": VAULT, "packs": much}, if_match=2)

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


async def test_rule_04_packs_of_others_look_like_missing_ones(people: Cast) -> None:
    await people.bob.asks("PUT", "vault", {"ver": 2, "vault": VAULT, "packs": [pack("entries-3")]}, if_match=1)

    found = []
    for file in ("entries-3", "entries-4", "nothing"):
        answer = await people.alice.asks("GET", f"packs/{file}")
        body = answer.json()
        del body["request_id"]
        found.append((answer.status_code, body))

    assert found[0] == found[1] == found[2]
    assert found[0][1]["code"] == "pack-not-found"
