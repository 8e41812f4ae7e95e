"""Where I am signed in, as what, and under which policies: the server's word (spec/api.md, sections 2 and 4)."""

from waxpost._api import Api
from waxpost._values import Policy, Session
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
