"""The inviter's side of joining: make links, and see who accepted them (spec/key-log.md 5.5).

The code of a link lies in the vault until the person has joined, so that any device of the inviter can check the tag.
"""

import os
from collections.abc import Callable
from dataclasses import replace

from waxpost._api import Answer, Api
from waxpost._directory import Directory, own_entry
from waxpost._exceptions import Problem, Refused
from waxpost._finding import list_pages
from waxpost._values import Link, LinkState
from waxpost.crypto.encoding import addr_as_typed, b32code, b64u, check_name
from waxpost.crypto.invitation import Kind, check_tag, claim_hash, invitation_code, start_over_code
from waxpost.crypto.members import Members
from waxpost.crypto.pins import Standing
from waxpost.crypto.vault import OpenInvitation, Vault

_ROUTES: dict[Kind, str] = {"invite": "invitations", "again": "again"}
_PAGES: dict[Kind, str] = {"invite": "join", "again": "again"}


def invite(directory: Directory, typed_addr: str, role: str, name: str | None) -> Link:
    """Make an invitation. Its code is in the vault before the server hears of it, so no answer can be lost."""
    addr = addr_as_typed(typed_addr)

    def register(link_id: str, code: bytes) -> Answer:
        body: Answer = {
            "id": link_id,
            "addr": addr,
            "role": role,
            "name": None if name is None else check_name(name),
            "claim_hash": b64u(claim_hash("invite", code)),
        }
        return directory.account.api.post("invitations", body, repeat=True)

    return _make(directory, "invite", addr, register)


def approve_start_over(directory: Directory, addr: str, person_id: str) -> Link:
    """Let a person make new keys."""

    def register(link_id: str, code: bytes) -> Answer:
        body: Answer = {"id": link_id, "person": person_id, "claim_hash": b64u(claim_hash("again", code))}
        return directory.account.api.post("again", body, repeat=True)

    return _make(directory, "again", addr, register)


def list_links(api: Api, kind: Kind) -> tuple[LinkState, ...]:
    """Every invitation, or every start over, newest first."""
    return tuple(
        LinkState(m.id16("id"), m.addr("addr"), m.text("state", 20), m.time("created_at"), m.time("expires_at"))
        for m in list_pages(api, _ROUTES[kind])
    )


def cancel_link(directory: Directory, kind: Kind, link_id: str) -> None:
    """End an open link."""
    directory.account.api.delete(f"{_ROUTES[kind]}/{link_id}")
    directory.account.change(lambda vault: _without(vault, {link_id}))


def settle_links(directory: Directory) -> list[str]:
    """Look after the links that wait in the vault: pin whoever accepted one, forget what is over (step 4).

    Returns a sentence for every person; one whose tag is wrong is not pinned, and the sentence says so.
    """
    waiting = directory.account.vault.invites
    if not waiting or directory.log.stop is not None:
        return []
    over: set[str] = set()
    sentences: list[str] = []
    for invitation in waiting:
        link = _find_link(directory.account.api, invitation)
        state = "ended" if link is None else link.text("state", 20)
        if state == "claimed" and link is not None:
            sentences.append(_settle(directory, invitation, link))
        if state != "open":
            over.add(invitation.id)
    directory.account.change(lambda vault: _without(vault, over))
    return sentences


def _find_link(api: Api, invitation: OpenInvitation) -> Members | None:
    """The server's word on a link; None when it knows none, or this person may not ask any more."""
    try:
        if invitation.kind == "invite":
            return Members(dict(api.get(f"invitations/{invitation.id}")))
        return next((row for row in list_pages(api, "again") if row.id16("id") == invitation.id), None)
    except Problem as problem:
        if problem.status in (403, 404):
            return None
        raise


def _settle(directory: Directory, invitation: OpenInvitation, link: Members) -> str:
    known = directory.find(invitation.addr)
    wanted = link.maybe("entry", link.hash32)
    tag = link.maybe("tag", lambda name: link.raw(name, 32))
    # The person may have rotated since; the tag is over the entry that accepted the link.
    entry = None if known.chain is None or wanted is None else known.chain.find(wanted)
    try:
        if entry is None:
            raise known.refused or Refused("tag", "the new keys are not in the key log")
        check_tag(invitation.kind, invitation.code, entry.raw, tag)
    except Refused:
        return (
            f"somebody else accepted the invitation of {invitation.addr}: do not write to this address, "
            "suspend it and invite the person again"
        )
    if directory.pin_invited(invitation.addr, entry.hash) is Standing.CHANGED:
        return f"{invitation.addr} accepted your invitation and has started over since: check the new key"
    return f"{known.name} <{invitation.addr}> has accepted your invitation"


def _make(directory: Directory, kind: Kind, addr: str, register: Callable[[str, bytes], Answer]) -> Link:
    directory.log.check_may_go_on()
    account = directory.account
    link_id, code = b64u(os.urandom(16)), os.urandom(16)
    # The server sets the real end; a day more keeps the code until the answer to it is known.
    waiting = OpenInvitation(link_id, kind, addr, code, account.time_after(8 * 86400))
    account.change(lambda vault: replace(vault, invites=(*vault.invites, waiting)))
    expires_at = Members(dict(register(link_id, code))).time("expires_at")
    log = account.vault.log
    if kind == "invite":
        text = b32code(invitation_code(code, log.origin, log.key, own_entry(account.vault).hash), link_id)
    else:
        text = b32code(start_over_code(code, log.origin, log.key), link_id)
    return Link(link_id, addr, f"{account.api.url}/{_PAGES[kind]}/{link_id}#{text}", expires_at)


def _without(vault: Vault, over: set[str]) -> Vault:
    return replace(vault, invites=tuple(one for one in vault.invites if one.id not in over))
