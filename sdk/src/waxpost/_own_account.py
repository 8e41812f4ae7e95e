"""The verbs of `Client` on one's own account: name, secrets, sessions."""

from typing import Literal

from waxpost import _publishing as publishing
from waxpost import _sessions as sessions
from waxpost import _signing_in as signing_in
from waxpost._account import Account
from waxpost._api import Api
from waxpost._directory import Directory, own_entry
from waxpost._values import MailChoice, Me, Policy, Session


class AccountVerbs:
    """Who I am, and what opens my account."""

    _directory: Directory
    _account: Account
    _api: Api

    def whoami(self) -> Me:
        """Who is signed in."""
        role, organisation = sessions.fetch_role(self._api)
        return Me(self._account.addr, own_entry(self._account.vault).name, role, organisation, self._api.url)

    def change_password(self, old: str, new: str) -> None:
        """Change the password; every other session ends."""
        signing_in.change_password(self._account, old, new)

    def change_recovery_code(self, password: str, new_code: str) -> None:
        """Replace the recovery code; every other session ends."""
        signing_in.change_recovery_code(self._account, password, new_code)

    def rename(self, name: str) -> None:
        """Be shown under another name; contacts see the change once."""
        publishing.change_name(self._directory, name)

    def rotate(self, why: Literal["routine", "lost"] = "routine") -> None:
        """Replace one's keys, signed by the old ones."""
        publishing.rotate(self._directory, why)

    def sessions(self) -> tuple[Session, ...]:
        """Where I am signed in."""
        return sessions.list_sessions(self._api)

    def end_session(self, session_id: str) -> None:
        """End one of my sessions; it is refused from its next request on."""
        self._api.delete(f"sessions/{session_id}")

    def end_other_sessions(self) -> None:
        """End all my sessions but this one."""
        self._api.post("sessions/end-others", {})

    def mail_choice(self) -> MailChoice:
        """Whether new messages are announced to me by mail: sender and time, never subject or text."""
        return sessions.fetch_mail_choice(self._api)

    def choose_mail(self, *, is_wanted: bool | None = None, is_link_wanted: bool | None = None) -> MailChoice:
        """Have new messages announced by mail, or not, and links of mine that are opened; None keeps what is chosen."""
        return sessions.choose_mail(self._api, is_wanted=is_wanted, is_link_wanted=is_link_wanted)

    def policies(self) -> tuple[Policy, ...]:
        """The policies in force for me."""
        return sessions.list_policies(self._api)
