"""Every operation, with requests made up from its own description, good and bad: never a 5xx, nothing undocumented.

Seeded and bounded. Ids in paths are sometimes real ones, so that more than the door is tried.
"""

import asyncio
import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import httpx
import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.tests.conftest import LiveServer
from server.tests.people import Cast, gather
from waxpost_server.kit.db import open_database
from waxpost_server.kit.settings import Settings

SEED = 20261120
EXAMPLES = {"sqlite": 8, "postgresql": 3}  # of good requests and of bad ones, for each operation
NOT_FUZZED = {
    "GET /v1/events",  # it never ends: its tests follow it
    "DELETE /v1/sessions/current",  # it ends the session that asks
}
# A checker of answers against the description: schemathesis's own type for it is not exported whole.
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

Body = dict[str, Any]  # JSON


async def let_in(live: LiveServer, settings: Settings) -> Cast:
    """The cast, on a server that runs elsewhere."""
    db = await open_database(settings.database_url)
    try:
        async with httpx.AsyncClient(base_url=live.url) as client:
            return await gather(cast(Litestar, SimpleNamespace(state=SimpleNamespace(db=db))), client)
    finally:
        await db.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", ["alice", "olga"])
def test_made_up_requests_get_documented_answers(live_server: LiveServer, settings: Settings, who: str) -> None:
    people = asyncio.run(let_in(live_server, settings))
    asker = getattr(people, who)
    known = [people.alice.id, people.bob.id, people.harbour]
    document = requests.get(f"{live_server.url}/v1/openapi.json", timeout=10).json()
    examples = EXAMPLES["sqlite" if settings.is_embedded else "postgresql"]
    failures: list[str] = []
    tried: set[str] = set()

    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {asker.token}"
        for found in schemathesis.openapi.from_dict(document).get_all_operations():
            operation: Any = cast(Any, found).ok()  # raises for a description that makes no sense
            if operation.label in NOT_FUZZED:
                continue
            tried.add(operation.label)
            for mode in GenerationMode if can_be_bad(operation) else [GenerationMode.POSITIVE]:
                send = sender(session, live_server.url, known)
                failures += cases_that_fail(operation.as_strategy(mode), send, examples)

    assert failures == []
    assert NOT_FUZZED | tried == {
        f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods
    }


def can_be_bad(operation: Any) -> bool:  # a schemathesis.APIOperation
    """Whether a request can differ from the description. Where it is all path, any text there is a good one."""
    described: Body = operation.definition.raw
    parameters = [(one["in"], one["schema"]) for one in described.get("parameters", [])]
    is_all_path = bool(parameters) and parameters == [("path", {"type": "string"})] * len(parameters)
    return "requestBody" in described or not is_all_path


def sender(session: requests.Session, url: str, known: list[str]) -> Callable[[Any], None]:
    """A function that sends one case and checks the answer."""
    chance = random.Random(SEED)

    def send(case: Any) -> None:  # a schemathesis.Case
        for name in case.path_parameters:
            if chance.random() < 0.5:
                case.path_parameters[name] = chance.choice(known)
        answer = case.call(base_url=url, session=session, timeout=20)
        assert answer.status_code != 401, "the session was lost"
        case.validate_response(answer, checks=CHECKS)

    return send


def cases_that_fail(strategy: Any, send: Callable[[Any], None], examples: int) -> list[str]:
    """Send so many cases; a line for one that fails, after it was made as small as it gets."""

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.large_base_example],
        verbosity=Verbosity.quiet,
    )
    @hypothesis.given(case=strategy)
    def try_cases(case: Any) -> None:
        send(case)

    try:
        try_cases()
    except Unsatisfiable:
        pass  # nothing can be wrong about a request without parameters and body
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - whatever it is goes into the report
        return [f"{type(error).__name__}: {error}"[:1500]]
    return []
