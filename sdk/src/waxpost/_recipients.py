"""Decide who gets a message, before anything is sealed (spec/envelope.md 6.2, steps 1 and 2).

People named directly must be able to receive; members of a group who cannot are left out by name. The server keeps the
lists of groups, so whoever was added since the last message is shown to the sender and confirmed first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from waxpost._directory import Directory, Known, same_names
from waxpost._exceptions import CannotReceive, KeysChanged, NoSuchPerson, Refused, TwoKeys
from waxpost._finding import find_address, find_group_id, people_of, person_of, read_group
from waxpost._publishing import finish_pending, is_unfinished
from waxpost._shown_groups import keep_shown
from waxpost._values import Group, GroupChange, LeftOut, LeftOutReason, Person, Renamed
from waxpost.crypto.rosters import compare_roster, confirmed
from waxpost.crypto.vault import Roster, Vault


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets the message; `via` is the first named group that brought the person in."""

    known: Known
    via: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would get a message. Nothing was stored; `to_confirm` holds what a person has to look at first."""

    recipients: tuple[Recipient, ...]
    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]
    renamed: tuple[Renamed, ...]
    to_confirm: tuple[GroupChange, ...]
    mentioned: tuple[GroupChange, ...]
    people: tuple[Person, ...]

    def confirmed(self, change: GroupChange) -> "Plan":
        """The plan after a person said that the people of this group may read it."""
        return replace(
            self, to_confirm=tuple(other for other in self.to_confirm if other.group.gid != change.group.gid)
        )


def make_plan(
    directory: Directory,
    to: Collection[str],
    groups: Collection[str],
    *,
    leave_out: Collection[str] = (),
    accept_members: Mapping[str, int] | None = None,
) -> Plan:
    """Resolve names, verify everybody, compare groups with their rosters.

    Raises `CannotReceive`, `KeysChanged`, `TwoKeys` or `Refused` for somebody named directly, `Refused("roster")` for a
    group whose list went back in time. `accept_members` names the version of a group that was looked at.
    """
    directory.sync()
    directory.log.check_may_go_on()
    if is_unfinished(directory):
        finish_pending(directory)
    directory.check_own_is_published()
    direct = list(dict.fromkeys(find_address(directory, typed) for typed in to))
    own = directory.account.addr
    if own in direct:
        raise NoSuchPerson(f"{own} (a message to yourself cannot be sent)")
    skipped = {find_address(directory, typed) for typed in leave_out}
    fetched = [
        _Listed(*read_group(directory.account.api, find_group_id(directory, typed))) for typed in dict.fromkeys(groups)
    ]
    listed = list({one.gid: one for one in fetched}.values())
    everybody = directory.find_all([*direct, *(row.addr for one in listed for row in one.rows)])
    _check_direct(directory, [everybody[addr] for addr in direct], skipped)
    recipients, left_out = _choose(directory, direct, listed, everybody, skipped)
    if not recipients:
        raise CannotReceive(tuple(one.addr for one in left_out) or (own,))
    known = [recipient.known for recipient in recipients]
    alike = same_names(known, directory.account.vault)
    full = tuple(_group(one, everybody, directory.account.vault) for one in listed)
    accepted = accept_members or {}
    changes = [change for group in full if (change := _compare(directory, group)) is not None]
    for change in changes:
        # Whoever accepts a version has seen this very list, if one of it was shown here.
        keep_shown(directory.account.folder, _served(change.group))
    return Plan(
        recipients=recipients,
        groups=full,
        left_out=left_out,
        renamed=tuple(_renamed(known)),
        to_confirm=tuple(c for c in changes if c.needs_a_look and accepted.get(c.group.gid) != c.group.rev),
        mentioned=tuple(change for change in changes if not change.needs_a_look),
        people=tuple(person_of(one, None, alike.get(one.addr, ())) for one in known),
    )


def with_rosters(vault: Vault, groups: tuple[Group, ...]) -> Vault:
    """The vault that remembers these groups as confirmed."""
    for group in groups:
        pinned = next((roster for roster in vault.rosters if roster.gid == group.gid), None)
        vault = vault.with_roster(confirmed(pinned, _served(group)))
    return vault


def _served(group: Group) -> Roster:
    return Roster(group.gid, group.name, group.rev, tuple(person.addr for person in group.members))


@dataclass(frozen=True, slots=True)
class _Listed:
    gid: str
    name: str
    rev: int
    rows: tuple[Person, ...]


def _group(listed: _Listed, everybody: dict[str, Known], vault: Vault) -> Group:
    known = [everybody[row.addr] for row in listed.rows]
    return Group(listed.gid, listed.name, listed.rev, people_of(known, listed.rows, vault))


def _check_direct(directory: Directory, direct: list[Known], skipped: set[str]) -> None:
    for known in direct:
        if known.addr in directory.account.two_keys:
            raise TwoKeys(known.addr)
        if known.refused is not None:
            raise Refused(known.refused.reason, f"the keys of {known.addr} cannot be used: {known.refused}")
    changed = tuple(known.addr for known in direct if known.key == "changed" and known.addr not in skipped)
    if changed:
        raise KeysChanged(changed)
    unable = tuple(known.addr for known in direct if not known.may_write_to or known.state != "active")
    if unable:
        raise CannotReceive(unable)


def _choose(
    directory: Directory, direct: list[str], listed: list[_Listed], everybody: dict[str, Known], skipped: set[str]
) -> tuple[tuple[Recipient, ...], tuple[LeftOut, ...]]:
    chosen = {addr: Recipient(everybody[addr], None) for addr in direct if addr not in skipped}
    left_out: dict[str, LeftOut] = {}
    own = directory.account.addr
    for group in listed:
        for row in group.rows:
            if row.addr == own or row.addr in chosen or row.addr in left_out:
                continue
            reason = _why_left_out(directory, everybody[row.addr], skipped)
            if reason is None:
                chosen[row.addr] = Recipient(everybody[row.addr], group.gid)
            else:
                known = everybody[row.addr]
                name = known.name if known.chain is not None else row.name
                left_out[row.addr] = LeftOut(row.addr, name, reason)
    return tuple(chosen.values()), tuple(left_out.values())


def _why_left_out(directory: Directory, known: Known, skipped: set[str]) -> LeftOutReason | None:
    if known.addr in skipped:
        return "chosen"
    if not known.has_key and known.refused is None:
        return "no key"
    if not known.may_write_to or known.addr in directory.account.two_keys:
        return "new key"
    return None if known.state == "active" else "suspended"


def _compare(directory: Directory, group: Group) -> GroupChange | None:
    """What is new since the roster that was confirmed; None when nothing is (6.2.2)."""
    vault = directory.account.vault
    pinned = next((roster for roster in vault.rosters if roster.gid == group.gid), None)
    try:
        change = compare_roster(pinned, _served(group))
    except Refused as refused:
        raise Refused("roster", f"{refused} ({group.name}): do not send, tell an administrator") from refused
    added = tuple(person for person in group.members if person.addr in change.added and person.addr != vault.addr)
    if not (change.is_first or added or change.removed or change.old_name):
        return None
    return GroupChange(group, change.is_first, added, change.removed, change.old_name)


def _renamed(people: list[Known]) -> list[Renamed]:
    return [
        Renamed(known.addr, known.pin.name, known.name)
        for known in people
        if known.pin is not None and known.pin.name != known.name
    ]
