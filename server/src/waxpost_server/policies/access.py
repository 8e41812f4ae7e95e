"""Which policy values apply to a person."""

import msgspec
import sqlalchemy as sa

from waxpost_server.kit.db import ReadTx, statement
from waxpost_server.kit.web.principal import Principal
from waxpost_server.policies.catalogue import CATALOGUE, EffectivePolicy
from waxpost_server.policies.tables import policy_value

_LIST = statement(sa.select(policy_value.c.name, policy_value.c.value))


async def effective_policy(tx: ReadTx, principal: Principal | None) -> EffectivePolicy:
    """The values in force for this person; for everybody alike as long as policies are the organisation's only.

    A stored value that its policy no longer accepts, after an update, is ignored in favour of the default.
    """
    del principal
    values: dict[str, int | bool] = {}
    for row in await tx.all(_LIST):
        policy = CATALOGUE.get(row.name)
        value = msgspec.json.decode(row.value)
        if policy is not None and policy.accepts(value):
            values[row.name] = value
    return EffectivePolicy(**values)  # pyright: ignore[reportArgumentType] - `accepts` has checked each value's type
