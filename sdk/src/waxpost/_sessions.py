"""Where I am signed in, as what, under which policies, and what I am told by mail.

All of it is the server's word (spec/api.md, sections 2, 4 and 8b).
"""

from waxpost._api import Answer, Api
from waxpost._values import MailChoice, Policy, Session
from waxpost.crypto.members import Members


def fetch_role(api: Api) -> tuple[str, str | None]:
    """My role, and the name of the organisation."""
    answer = Members(dict(api.get("session")))
    return answer.inner("me").text("role", 20), answer.maybe("organisation", answer.name)


def list_sessions(api: Api) -> tuple[Session, ...]:
    """Every session of mine."""
    return tuple(
        Session(
            id=row.text("id", 100),
            label=row.maybe("label", lambda name, row=row: row.text(name, 100)),
            client=row.text("client", 20),
            created_at=row.time("created_at"),
            seen_at=row.time("seen_at"),
            network=row.text("network", 100),
            is_current=row.flag("current"),
        )
        for row in Members(dict(api.get("sessions"))).objects("sessions")
    )


def list_policies(api: Api) -> tuple[Policy, ...]:
    """The policies in force for me."""
    rows = Members(dict(api.get("policies"))).objects("policies")
    return tuple(Policy(row.text("name", 100), row.value("value")) for row in rows)


def fetch_mail_choice(api: Api) -> MailChoice:
    """What I have chosen."""
    return _mail_choice(api.get("preferences"))


def choose_mail(api: Api, *, is_wanted: bool | None, is_link_wanted: bool | None) -> MailChoice:
    """Choose anew; what holds then. None keeps what is chosen."""
    body: Answer = {"mail_new_messages": is_wanted, "mail_link_opened": is_link_wanted}
    return _mail_choice(api.patch("preferences", body))


def _mail_choice(answer: Answer) -> MailChoice:
    row = Members(dict(answer))
    return MailChoice(
        is_available=row.flag("mail_available"),
        is_wanted=row.flag("mail_new_messages"),
        is_link_wanted=row.flag("mail_link_opened"),
    )
