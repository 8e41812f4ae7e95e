"""What a person may do, and where they stand. Words of the wire and of the database."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"


class State(StrEnum):
    """Where a person stands: `invited` has no account yet."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    INVITED = "invited"
