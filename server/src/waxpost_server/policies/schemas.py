"""What leaves through the API about policies."""

from dataclasses import asdict

from waxpost_server.kit.shapes import Answer
from waxpost_server.policies.catalogue import EffectivePolicy


class PolicyAnswer(Answer):
    """One value in force."""

    name: str
    value: int | bool


class PoliciesAnswer(Answer):
    """Every value in force for the asker."""

    policies: list[PolicyAnswer]

    @staticmethod
    def of(policy: EffectivePolicy) -> "PoliciesAnswer":
        """The answer for these values, in the order of the catalogue."""
        return PoliciesAnswer(policies=[PolicyAnswer(name=n, value=v) for n, v in asdict(policy).items()])
