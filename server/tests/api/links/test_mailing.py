"""Send by email: the server mails a link without its fragment, and the maker sees what became of each mail."""

import httpx
import pytest

from server.tests.mailroom import Mailroom, Person, problem
from server.tests.offices import Office
from server.tests.rows import actions
from server.tests.shares import DAY, Share, kept, makes
from server.tests.streams import follow
from waxpost_server.mail.outbox import PAUSES

MINUTE = 60
BOB = "bob@partner.example"
EVE = "eve@partner.example"


async def mails(who: Person, share: Share, *to: str) -> httpx.Response:
    return await who.http.post(f"/v1/links/{share.id}/mails", json={"to": list(to)})


async def states(who: Person, share: Share) -> list[tuple[str, str, str | None]]:
    return [(mail["to"], mail["state"], mail["reason"]) for mail in (await kept(who, share))["mails"]]


async def test_a_new_link_is_mailed_without_its_key(office: Office, alice: Person) -> None:
    share = await makes(alice, mail=[BOB, EVE])
    assert await states(alice, share) == [(BOB, "queued", None), (EVE, "queued", None)]
    assert office.box.taken == []

    await office.sends()

    assert sorted(office.box.addresses) == [BOB, EVE]
    for mail in office.box.taken:
        assert len(mail.to) == 1, "nobody learns who else got it"
        assert mail.message["Subject"] == "Alice sent you a secure message"
        assert mail.message["To"] == mail.to[0]
        assert mail.message["From"] == "Waxpost <waxpost@mail.example.org>"
        link = f"{office.room.settings.base_url}/s/{share.id}"
        for form in (mail.text, mail.html):
            assert link in form
            assert f"{link}#" not in form
            assert "Alice (alice@example.org)" in form
            assert "28 September 2026 at 14:13 UTC" in form
    assert await states(alice, share) == [(BOB, "sent", None), (EVE, "sent", None)]
    mail = (await kept(alice, share))["mails"][0]
    assert mail == {
        "to": BOB,
        "state": "sent",
        "reason": None,
        "asked_at": office.room.at(0),
        "ended_at": office.room.at(0),
        "times": 1,
        "again_at": office.room.at(10 * MINUTE),
    }
    assert (await alice.get("/v1/links"))["items"][0]["mails"][0] == mail
    assert await actions(office.room.db) == ["link-made", "link-mailed"]


async def test_rule_15_no_header_decides_where_a_mailed_link_leads(office: Office, alice: Person) -> None:
    evil = {"Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com", "Forwarded": "host=evil.example.com"}
    share = await makes(alice)

    await alice.http.post(f"/v1/links/{share.id}/mails", json={"to": [BOB]}, headers=evil)
    await office.sends()

    (mail,) = office.box.taken
    assert f"{office.room.settings.base_url}/s/{share.id}" in mail.text
    assert b"evil" not in mail.raw


@pytest.mark.parametrize(
    ("lang", "subject", "until"),
    [
        ("de", "Alice hat Ihnen eine sichere Nachricht geschickt", "28. September 2026 um 14:13 UTC"),
        ("fr", "Alice vous a envoyé un message sécurisé", "28 septembre 2026 à 14:13 UTC"),
    ],
)
async def test_the_mail_speaks_the_language_of_the_link(
    office: Office, alice: Person, lang: str, subject: str, until: str
) -> None:
    await makes(alice, mail=[BOB], lang=lang)

    await office.sends()

    (mail,) = office.box.taken
    assert mail.message["Subject"] == subject
    assert until in mail.text
    assert f'<html lang="{lang}">' in mail.html


async def test_the_name_of_a_maker_breaks_no_header_and_no_markup(office: Office) -> None:
    mallory = await office.room.joins("<b>mallory")
    await makes(mallory, mail=[BOB])

    await office.sends()

    (mail,) = office.box.taken
    assert mail.message["Subject"] == "<B>Mallory sent you a secure message"
    assert mail.to == [BOB]
    assert "<B>" not in mail.html


@pytest.mark.parametrize(
    "addr",
    ["Bob@partner.example", "bob@partner.example\nBcc: eve@x.example", "bob", "a b@c.example", "", "x@" + "a" * 300],
)
async def test_what_is_no_address_is_refused_and_nothing_is_made(office: Office, alice: Person, addr: str) -> None:
    made = await makes(alice)
    for changes in ({"mail": [addr]}, {"mail": [BOB, addr]}, {"only_addr": addr}):
        refused = await alice.http.post("/v1/links", json=Share().body(office.room, **changes))
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid-request")
    assert (await mails(alice, made, BOB, addr)).status_code == 400

    await office.sends()

    assert office.box.taken == []
    assert len((await alice.get("/v1/links"))["items"]) == 1


async def test_telling_again_is_limited(office: Office, alice: Person) -> None:
    share = await makes(alice)
    assert (await kept(alice, share))["mails"] == []

    for times in range(1, 6):
        asked = await mails(alice, share, BOB)
        repeated = await mails(alice, share, BOB)
        assert asked.status_code == repeated.status_code == 200
        assert asked.json() == repeated.json()
        assert asked.json()["mails"][0]["times"] == times
        await office.sends()
        assert len(office.box.taken) == times
        assert (await mails(alice, share, BOB)).json()["mails"][0]["times"] == times
        office.room.clock.turn(10 * MINUTE)

    assert (await kept(alice, share))["mails"][0]["again_at"] is None
    refused = await mails(alice, share, EVE, BOB)
    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (403, "link-mails-exceeded", 5)
    await office.sends()
    assert len(office.box.taken) == 5, "all or nothing"


async def test_a_day_has_so_many_mails_of_one_person(office: Office, alice: Person) -> None:
    await office.room.sets_policy("link_mails_daily", "3")
    await makes(alice, mail=[BOB, EVE])
    share = await makes(alice)

    refused = await mails(alice, share, BOB, EVE)
    made = await alice.http.post("/v1/links", json=Share().body(office.room, mail=[BOB, EVE]))

    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (403, "link-mails-exceeded", 3)
    assert (made.status_code, made.json()["code"]) == (403, "link-mails-exceeded")
    assert len((await alice.get("/v1/links"))["items"]) == 2
    assert (await mails(alice, share, BOB)).status_code == 200
    bob = await office.room.joins("bob")
    await makes(bob, mail=[BOB])
    office.room.clock.turn(DAY)
    assert (await mails(alice, share, EVE)).status_code == 200


async def test_the_organisation_can_turn_it_off(office: Office, alice: Person) -> None:
    await office.room.sets_policy("link_mails_daily", "0")
    share = await makes(alice)

    assert (await mails(alice, share, BOB)).json()["code"] == "link-mails-not-allowed"


async def test_without_a_mail_server_it_says_so(room: Mailroom) -> None:
    alice = await room.joins("alice")
    share = await makes(alice)
    assert (await alice.get("/v1/preferences"))["mail_available"] is False

    for answer in (
        await mails(alice, share, BOB),
        await alice.http.post("/v1/links", json=Share().body(room, mail=[BOB])),
        await alice.http.post("/v1/links", json=Share().body(room, only_addr=BOB)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "mail-not-set-up")
    assert len((await alice.get("/v1/links"))["items"]) == 1


async def test_a_failure_is_seen_and_may_be_tried_anew(office: Office, alice: Person) -> None:
    office.box.answers_to_recipient = ["450 later", "550 no such user bob@partner.example"]
    share = await makes(alice, mail=[BOB])

    await office.sends()
    assert await states(alice, share) == [(BOB, "queued", "450")]
    office.room.clock.turn(PAUSES[0])
    await office.sends()

    assert await states(alice, share) == [(BOB, "failed", "550")]
    assert (await mails(alice, share, BOB)).json()["mails"][0]["state"] == "queued"
    await office.sends()
    assert await states(alice, share) == [(BOB, "sent", None)]


async def test_what_became_of_a_mail_is_told_live(office: Office, alice: Person) -> None:
    share = await makes(alice, mail=[BOB])
    async with follow(alice.http) as stream:
        (await stream.next())

        await office.sends()

        told = await stream.next()
    assert (told.kind, told.data) == ("link", {"id": share.id})


@pytest.mark.parametrize("how", ["revoked", "expired", "suspended"])
async def test_a_link_that_ended_is_not_mailed(office: Office, alice: Person, how: str) -> None:
    share = await makes(alice, mail=[BOB])
    if how == "revoked":
        await alice.http.delete(f"/v1/links/{share.id}")
    elif how == "expired":
        office.room.clock.turn(7 * DAY)
    else:
        await office.room.changes(alice, state="suspended")

    await office.sends()

    assert office.box.taken == []
    if how != "suspended":
        await alice.comes_back()
        assert await states(alice, share) == [(BOB, "failed", "link-ended")]
        assert (await mails(alice, share, BOB)).json()["code"] == "link-ended"


async def test_only_its_maker_mails_a_link(office: Office, alice: Person) -> None:
    share = await makes(alice)
    bob = await office.room.joins("bob")

    hidden, missing = await mails(bob, share, BOB), await mails(bob, Share(), BOB)

    assert problem(hidden) == problem(missing)
    assert hidden.json()["code"] == "link-not-found"
    assert (await kept(alice, share))["mails"] == []
