"""What can go wrong with policies."""

from waxpost_server.kit.errors import DomainError


class PolicyNotFound(DomainError):
    """No policy has this name."""

    status = 404
    code = "policy-not-found"
    title = "There is no such policy."


class PolicyValueRefused(DomainError):
    """The value is not of the policy's type, or out of its bounds."""

    status = 422
    code = "policy-value-refused"
    title = "The policy cannot have that value."
