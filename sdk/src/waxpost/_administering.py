"""The administrator's verbs of `Client`; the server decides who is one.

Nothing here changes a key: whoever is added to a group is named to every sender, and a link is pinned by its maker.
"""

from collections.abc import Iterable
from typing import Literal

from waxpost import _administration as administration
from waxpost import _finding as finding
from waxpost import _inviting as inviting
from waxpost._api import Api
from waxpost._directory import Directory
from waxpost._values import GroupRow, Link, LinkState

LinkKind = Literal["invite", "again"]


class AdministratorVerbs:
    """Groups, people and links."""

    _directory: Directory
    _api: Api

    def create_group(self, name: str, member_addrs: Iterable[str]) -> GroupRow:
        """Make a group, as an administrator."""
        return administration.create_group(self._api, name, member_addrs)

    def rename_group(self, gid: str, name: str, rev: int) -> GroupRow:
        """Rename version `rev` of a group, as an administrator."""
        return administration.rename_group(self._api, gid, name, rev)

    def change_members(self, gid: str, rev: int, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> GroupRow:
        """Add people to version `rev` of a group and remove others, as an administrator."""
        return administration.change_members(self._api, gid, rev, add, remove)

    def delete_group(self, gid: str, rev: int) -> None:
        """Delete version `rev` of a group, as an administrator."""
        administration.delete_group(self._api, gid, rev)

    def set_role(self, addr: str, role: Literal["member", "administrator"]) -> None:
        """Give a person another role, as an administrator."""
        administration.change_person(self._api, addr, role=role)

    def suspend(self, addr: str) -> None:
        """Suspend a person, as an administrator; all their sessions end at once."""
        administration.change_person(self._api, addr, state="suspended")

    def restore(self, addr: str) -> None:
        """Restore a suspended person, as an administrator."""
        administration.change_person(self._api, addr, state="active")

    def invite(
        self, addr: str, *, role: Literal["member", "administrator"] = "member", name: str | None = None
    ) -> Link:
        """Invite a person, as an administrator. Pass the link on; it works once, for 72 hours."""
        return inviting.invite(self._directory, addr, role, name)

    def approve_start_over(self, name: str) -> Link:
        """Let a person who lost password and recovery kit start over, as an administrator."""
        addr = finding.find_address(self._directory, name)
        return inviting.approve_start_over(self._directory, addr, administration.find_person_id(self._api, addr))

    def links(self, kind: LinkKind = "invite") -> tuple[LinkState, ...]:
        """Invitations, or start-overs (`again`), newest first, as an administrator."""
        return inviting.list_links(self._api, kind)

    def cancel_link(self, link_id: str, kind: LinkKind = "invite") -> None:
        """End an open link, as an administrator."""
        inviting.cancel_link(self._directory, kind, link_id)
