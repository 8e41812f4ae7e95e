"""Find the one person or group that somebody means; nothing is guessed.

The server only proposes: a person counts as found by the name in the verified entry, or by the address.
"""

from collections.abc import Iterator

from waxpost._api import Answer, Api
from waxpost._directory import Directory, Known, looks_like_address, same_names
from waxpost._exceptions import Ambiguous, NoSuchPerson, Refused
from waxpost._shown_groups import keep_shown
from waxpost._values import Group, GroupRow, Person
from waxpost.crypto.encoding import check_id, name_key
from waxpost.crypto.members import Members
from waxpost.crypto.vault import Roster, Vault

# What the search route takes, in characters (spec/api.md, section 6).
_QUERY_MOST = 100
_ID_LENGTH = 22


def find_address(directory: Directory, typed: str) -> str:
    """The address of the person with this address or this full name; `NoSuchPerson` or `Ambiguous` otherwise."""
    try:
        addr = looks_like_address(typed)
    except Refused as refused:
        raise NoSuchPerson(typed) from refused
    if addr is not None:
        return addr
    rows = search(directory.account.api, typed)[0]
    wanted = name_key(typed.strip())
    # A server that shows only somebody else of this name must not decide who is meant.
    pinned = [pin.addr for pin in directory.account.vault.pins if name_key(pin.name) == wanted]
    known = directory.find_all([*(row.addr for row in rows), *pinned])
    fitting = [one for one in known.values() if _is_called(one, wanted)]
    if not fitting:
        raise NoSuchPerson(typed)
    if len(fitting) > 1:
        raise Ambiguous(typed, tuple(f"{one.name} <{one.addr}>" for one in fitting))
    return fitting[0].addr


def _is_called(known: Known, wanted: str) -> bool:
    if known.chain is not None:
        return name_key(known.name) == wanted
    return known.pin is not None and name_key(known.pin.name) == wanted


def find_person(directory: Directory, typed: str) -> Person:
    """The person with this address or this full name; of one without a key, the directory says whether it invited."""
    known = directory.find(find_address(directory, typed))
    rows = () if known.has_key else search(directory.account.api, known.addr)[0]
    return person_of(known, next((row for row in rows if row.addr == known.addr), None))


def find_group_id(directory: Directory, typed: str) -> str:
    """The id of the group with this id or this name."""
    if len(typed) == _ID_LENGTH:
        try:
            return check_id(typed)
        except Refused:
            pass
    rows = search(directory.account.api, typed)[1]
    fitting = [row for row in rows if name_key(row.name) == name_key(typed.strip())]
    if not fitting:
        raise NoSuchPerson(typed, "group")
    if len(fitting) > 1:
        raise Ambiguous(typed, tuple(f"{row.name} ({row.gid})" for row in fitting))
    return fitting[0].gid


def fetch_group(directory: Directory, gid: str) -> Group:
    """A group and its verified members."""
    gid, name, rev, rows = read_group(directory.account.api, gid)
    keep_shown(directory.account.folder, Roster(gid, name, rev, tuple(row.addr for row in rows)))
    known = directory.find_all(row.addr for row in rows)
    return Group(gid, name, rev, people_of(list(known.values()), rows, directory.account.vault))


def read_group(api: Api, gid: str) -> tuple[str, str, int, tuple[Person, ...]]:
    """Id, name, version and members of a group as the server says; `NotFound` when there is none."""
    answer = Members(dict(api.get(f"groups/{gid}")))
    if answer.id16("gid") != gid:
        raise Refused("form", "the server answered about another group")
    rows = tuple(read_person(member) for member in answer.objects("members"))
    return gid, answer.name("name"), answer.number("rev", 1), rows


def list_groups(api: Api) -> tuple[GroupRow, ...]:
    """Every group."""
    return tuple(_read_row(row) for row in list_pages(api, "groups"))


def list_people(directory: Directory, query: str | None) -> tuple[Person, ...]:
    """Everybody, or whoever fits the query, with verified names, by name and address."""
    if query is None:
        rows = tuple(read_person(row) for row in list_pages(directory.account.api, "people"))
    else:
        rows = search(directory.account.api, query)[0]
    known = directory.find_all(row.addr for row in rows)
    people = people_of(list(known.values()), rows, directory.account.vault)
    return tuple(sorted(people, key=lambda person: (name_key(person.name), person.addr)))


def search(api: Api, query: str) -> tuple[tuple[Person, ...], tuple[GroupRow, ...]]:
    """What the server proposes for a query: at most 20 people and 20 groups."""
    body: Answer = {"q": query.strip()[:_QUERY_MOST] or "?", "limit": 20}
    answer = Members(dict(api.post("directory/search", body, repeat=True)))
    return (
        tuple(read_person(row) for row in answer.objects("people")),
        tuple(_read_row(row) for row in answer.objects("groups")),
    )


def read_person(row: Members) -> Person:
    """A person as the server says, before anything is verified."""
    addr = row.addr("addr")
    claimed = row.maybe("name", row.name)
    state = row.choice("state", ("active", "suspended", "invited"))
    shown = "active" if state == "active" else "suspended" if state == "suspended" else "invited"
    return Person(addr, claimed or addr, shown, "unknown")


def people_of(known: list[Known], rows: tuple[Person, ...], vault: Vault) -> tuple[Person, ...]:
    """The people of these rows with what was verified of them; equal names are marked (key-log.md 5.1)."""
    alike = same_names((one for one in known if one.chain is not None), vault)
    by_addr = {one.addr: one for one in known}
    return tuple(person_of(by_addr[row.addr], row, alike.get(row.addr, ())) for row in rows)


def person_of(known: Known, row: Person | None = None, alike: tuple[str, ...] = ()) -> Person:
    """A person: name and key from the verified chain, the state from the server; without a key nothing is verified."""
    if known.chain is None or not known.has_key:
        claimed = known.addr if row is None else row.name
        state = "invited" if row is not None and row.state == "invited" else "none"
        return Person(known.addr, known.name if known.chain else claimed, state, known.key)
    state = "suspended" if known.state == "suspended" else "active"
    return Person(known.addr, known.name, state, known.key, alike)


def _read_row(row: Members) -> GroupRow:
    return GroupRow(row.id16("gid"), row.name("name"), row.number("rev", 1), row.number("members"), row.flag("mine"))


def list_pages(api: Api, path: str) -> Iterator[Members]:
    """Every row of a list that comes in pages."""
    cursor: str | None = None
    while True:
        query: dict[str, str | int] = {"limit": 100} if cursor is None else {"limit": 100, "cursor": cursor}
        page = Members(dict(api.get(path, query)))
        yield from page.objects("items")
        cursor = page.maybe("cursor", page.text)
        if cursor is None:
            return
