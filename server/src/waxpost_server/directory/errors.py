"""What can go wrong with people and groups."""

from waxpost_server.kit.errors import DomainError


class PersonNotFound(DomainError):
    """Nobody here has this id, or the asker may not see the person."""

    status = 404
    code = "person-not-found"
    title = "There is no such person."


class GroupNotFound(DomainError):
    """No group has this id, or the asker may not see it."""

    status = 404
    code = "group-not-found"
    title = "There is no such group."


class GroupChanged(DomainError):
    """A group is no longer the one that the asker saw. `current` is its revision."""

    status = 409
    code = "group-changed"
    title = "The group was changed meanwhile."


class GroupNameTaken(DomainError):
    """Another group has this name, or one that looks like it."""

    status = 409
    code = "group-name-taken"
    title = "Another group has this name."


class GroupTooLarge(DomainError):
    """A group would have more members than a message may have recipients."""

    status = 422
    code = "group-too-large"
    title = "The group would have too many members."


class NoSuchPerson(DomainError):
    """Some addresses belong to nobody in the directory. `addrs` names them."""

    status = 422
    code = "no-such-person"
    title = "Some addresses are not in the directory."


class IdTaken(DomainError):
    """An id chosen by the client stands for something else already."""

    status = 409
    code = "id-taken"
    title = "This id is taken."


class AlreadyAMember(DomainError):
    """The address belongs to somebody who has joined."""

    status = 409
    code = "already-a-member"
    title = "This person is a member already."


class NotJoined(DomainError):
    """The person was invited and has not joined, so there is nothing to suspend or restore."""

    status = 409
    code = "not-joined"
    title = "This person has not joined yet."


class LastAdministrator(DomainError):
    """The change would leave the organisation without an active administrator."""

    status = 409
    code = "last-administrator"
    title = "Somebody has to stay an administrator."
