"""The window for a new request in each of its states, and a request whose answers several people read."""

from tests.system.organisation import Organisation, address
from waxpost import Request, RequestDraft
from web.e2e.people.person import Person
from web.e2e.request_acts import lets_read
from web.e2e.scenes import Scene

NOTE = "Hi Kim, please send the new admin login for the print portal, and the licence file if you have it."


def asks_for_others(organisation: Organisation) -> Request:
    """A request whose answers two more people read, one of them by a group; another group was never written to."""
    olga = organisation.olga
    for who in ("alice", "bob"):
        organisation.joins(who)
    olga.invite("noah@example.org", name="Noah Becker")
    group = olga.create_group("Platform team", [olga.addr, address("bob")])
    olga.create_group("Night shift", [address("alice"), address("bob")])
    plan = olga.plan([address("alice")], [group.gid], accept_members={group.gid: 1})
    request, _ = olga.ask_for(plan, RequestDraft("Alarm code, warehouse", note=NOTE, text=True))
    return request


def _asks_with_fields(person: Person) -> None:
    dialog = person.dialog()
    dialog.get_by_label("What do you need?").fill("Print portal login")
    dialog.get_by_role("checkbox", name="Files").check()
    person.clicks("Add a field of your own").dialog().get_by_label("Name of field 1").fill("Customer number")
    dialog.get_by_label("Note").fill(NOTE)
    dialog.get_by_label("Send the request to").fill("kim@partner.example")


def _lets_others_read(person: Person) -> None:
    lets_read(person, "Alice Martin", "Platform team").sees("2 people will be able to read the answers as well.")
    person.clicks("See who").sees("alice@example.org")


def _is_held_by_a_group(person: Person) -> None:
    lets_read(person, "Night shift").sees("You have not written to Night shift before.").clicks("Why do I see this?")


def _is_held_by_a_person(person: Person) -> None:
    person.dialog().get_by_label("Answers go to").select_option("others")
    person.page.get_by_role("combobox", name="Me and").fill("Noah")
    person.page.get_by_role("option", name="noah@example.org").click()
    person.sees("has no key yet and cannot get messages.")


def _lets_nobody_read(person: Person) -> None:
    lets_read(person).clicks("Create request link").sees("Add at least one person or group.")


def sees_who_reads(person: Person) -> None:
    """The window of a request names everybody."""
    person.clicks("See who").sees("Who else reads the answers")


NEW_REQUEST, ASKING = "/messages/requests/new", "Request a secret"
NEW_REQUESTS = [
    Scene("new request, filled", NEW_REQUEST, ASKING, _asks_with_fields),
    Scene("new request, others", NEW_REQUEST, ASKING, _lets_others_read),
    Scene("new request, group", NEW_REQUEST, ASKING, _is_held_by_a_group),
    Scene("new request, no key", NEW_REQUEST, ASKING, _is_held_by_a_person),
    Scene("new request, nobody", NEW_REQUEST, ASKING, _lets_nobody_read),
]
