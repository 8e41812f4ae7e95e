"""Nothing is the same in two installations, and no header decides where a link leads or who asks."""

from dataclasses import fields, replace
from ipaddress import ip_network
from pathlib import Path

import httpx
from litestar import Litestar

from server.tests.conftest import client_of, running
from server.tests.people import Cast, new_code
from waxpost_server.app import create_app
from waxpost_server.kit.instance import find_instance
from waxpost_server.kit.secrets import Secrets, open_secrets
from waxpost_server.kit.settings import Settings


def test_rule_14_two_installations_share_no_secret(tmp_path: Path) -> None:
    first, second = (open_secrets(tmp_path / name, is_in_use=False) for name in ("one", "two"))

    made = [getattr(secrets, field.name) for secrets in (first, second) for field in fields(Secrets)]

    assert len(set(made)) == len(made) == 10
    assert all(len(secret) == 32 and len(set(secret)) > 8 for secret in made)


async def test_rule_14_two_starts_share_no_code_and_no_instance(app: Litestar) -> None:
    codes = {await new_code(app.state.db) for _ in range(3)}
    row = await app.state.db.read(find_instance)

    assert len(codes) == 3
    assert row is not None
    assert len(row.id) == 22


async def report_often(client: httpx.AsyncClient) -> list[httpx.Response]:
    """Use up the rate of one network, pretending to come from many."""
    report = {"csp-report": {"effective-directive": "script-src"}}
    return [
        await client.post("/v1/csp-report", json=report, headers={"X-Forwarded-For": f"198.51.{number}.1"})
        for number in range(70)
    ]


async def test_rule_14_a_forwarded_address_from_a_stranger_does_not_refill_a_rate(
    app: Litestar, settings: Settings
) -> None:
    async with client_of(app, settings.base_url, "203.0.113.9") as stranger:
        answers = await report_often(stranger)

    assert answers[0].status_code == 204
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_rule_14_a_trusted_proxys_word_counts(settings: Settings) -> None:
    trusting = replace(settings, trusted_proxies=(ip_network("203.0.113.0/24"),))
    app = create_app(trusting, open_secrets(trusting.secrets_dir, is_in_use=False))
    async with running(app), client_of(app, trusting.base_url, "203.0.113.9") as proxy:
        answers = await report_often(proxy)

    assert {answer.status_code for answer in answers} == {204}


async def test_rule_15_the_host_header_never_reaches_an_answer(people: Cast, client: httpx.AsyncClient) -> None:
    evil = {"Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com", "Forwarded": "host=evil.example.com"}
    for path in ("instance", "session", "log/info", "invitations", "openapi.json", "nothing"):
        answer = await client.get(f"/v1/{path}", headers={"Authorization": f"Bearer {people.olga.token}", **evil})

        assert "evil.example.com" not in answer.text + str(answer.headers)
    assert (await client.get("/v1/instance", headers=evil)).json()["base_url"] == str(client.base_url).rstrip("/")
