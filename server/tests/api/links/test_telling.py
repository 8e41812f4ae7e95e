"""Tell me when it is opened: a mail to the maker with the first view and with the lock, and nothing secret in it."""

from server.tests.mailroom import Person
from server.tests.offices import Office
from server.tests.shares import Share, makes, outsider


async def test_the_first_view_is_told_by_mail(office: Office, alice: Person) -> None:
    share = await makes(alice)
    reader = outsider(office.room, share)
    lease = await reader.leases()
    await office.sends()
    assert office.box.taken == [], "a claim is no view"
    office.room.clock.turn(60)

    await reader.confirms(lease)
    await office.sends()

    (mail,) = office.box.taken
    assert mail.to == [alice.addr]
    assert mail.message["Subject"] == "Your link was opened"
    for form in (mail.text, mail.html):
        assert "You made a link on 21 September 2026 at 14:13 UTC." in form
        assert "It was opened on 21 September 2026 at 14:14 UTC, from the network 127.0.0.0/24." in form
        assert f"{office.room.settings.base_url}/messages/links/{share.id}" in form
        assert "#" not in form.replace("&#", "").replace("color:#", "").replace("background:#", "")
    await reader.opens()
    await office.sends()
    assert len(office.box.taken) == 1, "the second view is not told"


async def test_the_lock_is_told_by_mail(office: Office, alice: Person) -> None:
    share = await makes(alice)
    reader = outsider(office.room, share)
    for _ in range(4):
        await reader.claims(bytes(32))
    await office.sends()
    assert office.box.taken == []

    for _ in range(3):
        await reader.claims(bytes(32))
    await office.sends()

    (mail,) = office.box.taken
    assert (mail.to, mail.message["Subject"]) == ([alice.addr], "Your link was locked")
    assert "It was locked on 21 September 2026 at 14:13 UTC" in mail.text


async def test_who_did_not_ask_is_not_told(office: Office, alice: Person) -> None:
    share = await makes(alice, notify=False)

    await outsider(office.room, share).opens()
    await office.sends()

    assert office.box.taken == []


async def test_who_wants_no_such_mail_gets_none(office: Office, alice: Person) -> None:
    wanted = {"mail_available": True, "mail_new_messages": True, "mail_link_opened": True}
    assert await alice.get("/v1/preferences") == wanted
    changed = await alice.http.patch("/v1/preferences", json={"mail_new_messages": None, "mail_link_opened": False})
    assert changed.json() == {**wanted, "mail_link_opened": False}
    share = await makes(alice)

    await outsider(office.room, share).opens()
    await office.sends()

    assert office.box.taken == []
    only_messages = await alice.http.patch("/v1/preferences", json={"mail_new_messages": False})
    assert only_messages.json() == {"mail_available": True, "mail_new_messages": False, "mail_link_opened": False}
    again = await alice.http.patch("/v1/preferences", json={"mail_new_messages": None, "mail_link_opened": True})
    assert again.json() == {"mail_available": True, "mail_new_messages": False, "mail_link_opened": True}
    await outsider(office.room, await makes(alice)).opens()
    await office.sends()
    assert office.box.addresses == [alice.addr]


async def test_a_suspended_maker_is_not_told(office: Office, alice: Person) -> None:
    share = Share()
    await makes(alice, share)
    await outsider(office.room, share).opens()
    await office.room.changes(alice, state="suspended")

    await office.sends()

    assert office.box.taken == []
