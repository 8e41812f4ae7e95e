"""The policies' route (spec/api.md, section 2)."""

from litestar import get

from waxpost_server.kit.db import Database
from waxpost_server.kit.web.principal import AnySession
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.schemas import PoliciesAnswer


@get("/policies")
async def get_policies(db: Database, principal: AnySession) -> PoliciesAnswer:
    """The policy values in force for the asker."""
    return PoliciesAnswer.of(await db.read(lambda tx: effective_policy(tx, principal)))


ROUTES = [get_policies]
