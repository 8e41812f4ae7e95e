"""Group rosters: a server that adds a reader is noticed before anything is sealed to him (spec/envelope.md 6.2.2)."""

from dataclasses import dataclass, replace

from waxpost._exceptions import Refused
from waxpost.crypto.vault import Roster


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What the sender has to look at. `is_first`: the whole list; else each of `added` needs his confirmation."""

    is_first: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    old_name: str | None

    @property
    def needs_confirmation(self) -> bool:
        """Whether the send must wait for a person."""
        return self.is_first or bool(self.added) or self.old_name is not None


def compare_roster(pinned: Roster | None, served: Roster) -> RosterChange:
    """The difference between the roster in the vault and the one served.

    refused(roster) when the served list is older than the one last confirmed, or another one of the same `rev`.
    """
    if len(set(served.addrs)) != len(served.addrs):
        raise Refused("roster", "the server showed a list that names somebody twice")
    if pinned is None:
        return RosterChange(is_first=True, added=served.addrs, removed=(), old_name=None)
    if pinned.gid != served.gid:
        raise ValueError("rosters of two groups")
    if served.rev < pinned.rev:
        raise Refused("roster", "the server showed an older list of this group")
    added = tuple(addr for addr in served.addrs if addr not in pinned.addrs)
    removed = tuple(addr for addr in pinned.addrs if addr not in served.addrs)
    is_renamed = pinned.name != served.name
    if served.rev == pinned.rev and (added or removed or is_renamed):
        raise Refused("roster", "the server showed two lists of one version of this group")
    return RosterChange(is_first=False, added=added, removed=removed, old_name=pinned.name if is_renamed else None)


def confirmed(pinned: Roster | None, served: Roster) -> Roster:
    """The roster to keep after the person has looked; members this version does not know are kept."""
    return replace(served, more=pinned.more if pinned else {})
