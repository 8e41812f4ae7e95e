"""Every route that takes a body refuses what is no JSON, too large, unknown, missing or of a wrong type."""

import json
import re
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.tests.people import Asker, Cast
from waxpost_server.kit.ids import new_id

TYPE = "application/problem+json"
NO_BODY = {"/v1/sessions/end-others"}
NOT_JSON = {
    "/v1/csp-report",  # a browser's own form, with a test of its own
    "/v1/blobs/{blob_id}/parts/{number}",  # octets, with tests of their own
    "/v1/requests/{request_id}/blobs/{blob_id}/parts/{number}",
}
MOST_BYTES = 16 * 1024 * 1024


def writing(app: Litestar) -> list[tuple[str, str]]:
    """Method and path of every route that takes a body of ours."""
    document = app.openapi_schema.to_schema()
    return [
        (method.upper(), re.sub(r"\{[^}]*\}", "7" if "receipts" in path else new_id(), path.removeprefix("/v1/")))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in ("post", "put", "patch") and path not in NO_BODY | NOT_JSON
        if operation.get("requestBody")
    ]


async def send(asker: Asker, method: str, path: str, content: bytes, kind: str = "application/json") -> httpx.Response:
    """One request with these bytes."""
    headers = {"Authorization": f"Bearer {asker.token}", "Content-Type": kind, "If-Match": '"0"'}
    return await asker.client.request(method, f"/v1/{path}", headers=headers, content=content)


BAD: list[tuple[str, bytes, str, set[str]]] = [
    ("nothing", b"", "application/json", {"invalid-request"}),
    ("no json", b"{", "application/json", {"invalid-request"}),
    ("no text", b'{"\xff":1}', "application/json", {"invalid-request"}),
    ("nested without end", b"[" * 50_000, "application/json", {"invalid-request"}),
    ("a list", b"[]", "application/json", {"invalid-request"}),
    ("null", b"null", "application/json", {"invalid-request"}),
    ("nothing in it", b"{}", "application/json", {"invalid-request"}),
    ("not a number", b'{"a":NaN}', "application/json", {"invalid-request"}),
    ("another type", b"a=1", "application/x-www-form-urlencoded", {"unsupported-media-type"}),
]


@pytest.mark.parametrize(("content", "kind", "codes"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
async def test_a_body_that_is_none_is_refused_everywhere(
    people: Cast, app: Litestar, content: bytes, kind: str, codes: set[str]
) -> None:
    found: dict[str, Any] = {}
    for method, path in writing(app):
        answer = await send(people.olga, method, path, content, kind)
        good = answer.headers["content-type"] == TYPE and answer.json()["code"] in codes | {"too-many-requests"}
        if not good:
            found[f"{method} {path}"] = (answer.status_code, answer.text)

    assert found == {}


async def test_wrong_types_and_unknown_members_are_named_and_never_echoed(people: Cast, app: Litestar) -> None:
    schemas = app.openapi_schema.to_schema()["components"]["schemas"]
    names = sorted({name for schema in schemas.values() for name in schema.get("properties", {})})
    bodies = [
        {name: {"marker-4711": ["marker-4711"]} for name in names},
        dict.fromkeys(names, -4711),
        dict.fromkeys(names, "marker-4711\x00"),
        {"marker-4711": 1},
    ]
    for method, path in writing(app):
        for body in bodies:
            answer = await send(people.olga, method, path, json.dumps(body).encode())

            assert answer.status_code in (400, 429), (method, path, answer.text)
            assert answer.headers["content-type"] == TYPE
            # The id of a request is drawn, and may hold any four digits.
            assert "4711" not in json.dumps({**answer.json(), "request_id": ""})
            if answer.status_code == 400:
                assert answer.json()["errors"], (method, path)


async def test_a_body_beyond_the_limit_is_refused_before_it_is_read_whole(people: Cast, app: Litestar) -> None:
    large = json.dumps({"q": "x" * MOST_BYTES}).encode()
    for method, path in writing(app):
        answer = await send(people.olga, method, path, large)

        assert answer.json()["code"] in ("too-large", "too-many-requests"), (method, path, answer.text)
        assert answer.status_code in (413, 429)


async def test_a_strange_query_is_refused_or_ignored_but_never_breaks(people: Cast, app: Litestar) -> None:
    document = app.openapi_schema.to_schema()
    strange = ["", "-1", "0", "101", "x", "%00", "%ff", "9" * 40, "true", "1e9", "null", "'; --"]
    for path, methods in document["paths"].items():
        if "get" not in methods or path == "/v1/events":
            continue
        names = [one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "query"]
        where = re.sub(r"\{[^}]*\}", "7", path)
        for name in names:
            for value in strange:
                answer = await people.olga.asks("GET", f"{where.removeprefix('/v1/')}?{name}={value}")
                assert answer.status_code < 500, (path, name, value, answer.text)
                assert answer.status_code == 200 or answer.headers["content-type"] == TYPE


@pytest.mark.parametrize("strange", ["x", "-1", "%00", "%ff", "9" * 40, "..%2f..", "%F0%9F%98%80", "a" * 5000])
async def test_rule_04_a_strange_id_is_a_missing_one(people: Cast, app: Litestar, strange: str) -> None:
    document = app.openapi_schema.to_schema()
    for path, methods in document["paths"].items():
        if "{" not in path or "get" not in methods:
            continue
        answer = await people.olga.asks("GET", re.sub(r"\{[^}]*\}", strange, path).removeprefix("/v1/"))

        assert answer.status_code in (400, 404), (path, answer.text)
        assert answer.headers["content-type"] == TYPE


async def test_rule_04_what_is_somebody_elses_looks_missing_to_the_byte(people: Cast) -> None:
    """Sessions, links and groups of others, and ids that nobody has: one answer, but for the id of the request."""
    theirs = (await people.bob.gets("sessions"))["sessions"][0]["id"]
    pairs = [("DELETE", f"sessions/{theirs}", f"sessions/{new_id()}"), ("GET", "receipts/1", "receipts/2")]
    for method, foreign, missing in pairs:
        answers = [await people.alice.asks(method, path) for path in (foreign, missing)]

        texts = {re.sub(r'"request_id":"[^"]*"', "", answer.text) for answer in answers}
        assert len(texts) == 1
        assert {answer.status_code for answer in answers} == {404}
