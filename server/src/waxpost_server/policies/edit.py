"""Change a policy, with its record."""

import msgspec

from waxpost_server.audit.actions import Action
from waxpost_server.audit.record import record
from waxpost_server.kit.clock import now
from waxpost_server.kit.db import WriteTx, insert, statement
from waxpost_server.kit.web.principal import Principal
from waxpost_server.policies.catalogue import CATALOGUE, Policy
from waxpost_server.policies.errors import PolicyNotFound, PolicyValueRefused
from waxpost_server.policies.tables import policy_value

_insert = insert(policy_value)
_PUT = statement(
    _insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": _insert.excluded.value, "changed_at": _insert.excluded.changed_at}
    )
)


async def set_policy(tx: WriteTx, principal: Principal | None, name: str, text: str) -> int | bool:
    """Store a value given as text (`true`, `false` or a whole number) and return it.

    Raises PolicyNotFound and PolicyValueRefused, both with a sentence that says what would do.
    """
    policy = CATALOGUE.get(name)
    if policy is None:
        raise PolicyNotFound("`waxpost-server policy list` shows every policy.")
    value = _read(policy, text)
    await tx.run(_PUT, name=name, value=msgspec.json.encode(value).decode(), changed_at=now())
    await record(tx, principal, Action.POLICY_CHANGED, name, value=value)
    return value


def _read(policy: Policy, text: str) -> int | bool:
    bounds = f"a whole number from {policy.explained.least} to {policy.explained.most}"
    refused = PolicyValueRefused(f"{policy.name} is {'true or false' if policy.kind is bool else bounds}.")
    try:
        value = msgspec.json.decode(text.strip().lower(), type=int | bool)
    except msgspec.MsgspecError:
        raise refused from None
    if not policy.accepts(value):
        raise refused
    return value
