"""What an administrator does with groups and people (spec/api.md, section 6). The server decides who may.

None of this changes a key: whoever is added to a group is named to every sender, and nobody's mail opens for it.
"""

import os
from collections.abc import Iterable

from waxpost._api import Answer, Api
from waxpost._exceptions import NotFound
from waxpost._values import GroupRow
from waxpost.crypto.encoding import addr_as_typed, b64u, check_name
from waxpost.crypto.members import Members


def create_group(api: Api, name: str, member_addrs: Iterable[str]) -> GroupRow:
    """Make a group; a name that is taken is refused by the server."""
    members = [addr_as_typed(addr) for addr in member_addrs]
    body: Answer = {"gid": b64u(os.urandom(16)), "name": check_name(name), "members": [*members]}
    return _row(api.post("groups", body, repeat=True))


def rename_group(api: Api, gid: str, name: str, rev: int) -> GroupRow:
    """Give a group another name; `rev` is the version that was looked at."""
    return _row(api.patch(f"groups/{gid}", {"name": check_name(name)}, if_match=rev))


def change_members(api: Api, gid: str, rev: int, add: Iterable[str] = (), remove: Iterable[str] = ()) -> GroupRow:
    """Add and remove people by address."""
    body: Answer = {"add": [addr_as_typed(addr) for addr in add], "remove": [addr_as_typed(addr) for addr in remove]}
    return _row(api.post(f"groups/{gid}/members", body, if_match=rev))


def delete_group(api: Api, gid: str, rev: int) -> None:
    """Remove a group; messages that were sent to it stay."""
    api.delete(f"groups/{gid}", if_match=rev)


def change_person(api: Api, addr: str, *, role: str | None = None, state: str | None = None) -> None:
    """Give a person another role, suspend or restore. Suspending ends every session at once."""
    api.patch(f"people/{find_person_id(api, addr)}", {"role": role, "state": state})


def find_person_id(api: Api, typed_addr: str) -> str:
    """The server's id of the person with this address, or `NotFound`."""
    addr = addr_as_typed(typed_addr)
    found = Members(dict(api.post("directory/search", {"q": addr[:100], "limit": 20}, repeat=True)))
    for person in found.objects("people"):
        if person.addr("addr") == addr:
            return person.text("id", 100)
    raise NotFound(404, "person-not-found", f"nobody has the address {addr}", {})


def report(api: Api, kind: str, addr: str | None) -> None:
    """Tell the administrators that something about keys does not fit."""
    api.post("reports", {"kind": kind, "addr": addr})


def _row(answer: Answer) -> GroupRow:
    group = Members(dict(answer))
    members = group.objects("members")
    return GroupRow(group.id16("gid"), group.name("name"), group.number("rev", 1), len(members), mine=False)
