"""What holds for every request: ids, versions, origins, headers, problems, bodies, pages and rates."""

from pathlib import Path
from typing import Annotated

import httpx
import msgspec
import pytest
from litestar import Litestar, get, post

from server.tests.conftest import client_of, running
from waxpost_server import app as app_module
from waxpost_server.app import create_app
from waxpost_server.kit.clock import TurnableClock
from waxpost_server.kit.errors import DomainError, NotFound, registered_errors
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings, read_settings
from waxpost_server.kit.shapes import Answer, Body, Bytes32, Id
from waxpost_server.kit.web.limits import Rate, limited, peer_of
from waxpost_server.kit.web.pagination import Cursor, Limit, cursor_of, key_of
from waxpost_server.kit.web.principal import ANYONE, Connection, CurrentAdmin, CurrentUser, Principal, Role

SECRET = "c2VjcmV0LXRleHQ"


class Order(Body):
    id: Id
    key: Bytes32
    count: Annotated[int, msgspec.Meta(ge=1, le=9)]
    note: str | None = None


class Receipt(Answer):
    key: Bytes32
    note: str | None


@post("/orders", opt=ANYONE)
async def post_order(data: Order) -> Receipt:
    """Echo an order."""
    return Receipt(key=data.key, note=data.note)


@get("/pages", opt=ANYONE)
async def get_pages(limit: Limit = 50, cursor: Cursor = None) -> dict[str, object]:
    """Show what a page was asked with."""
    return {"limit": limit, "key": key_of(cursor, tuple[int, str])}


@get("/mine")
async def get_mine(principal: CurrentUser) -> dict[str, str]:
    """Say who asks."""
    return {"addr": principal.addr}


@get("/desk")
async def get_desk(principal: CurrentAdmin) -> dict[str, str]:
    """For administrators."""
    return {"addr": principal.addr}


@get("/broken", opt=ANYONE)
async def get_broken() -> None:
    """Break."""
    raise RuntimeError(SECRET)


@get("/rated", opt=ANYONE, guards=[limited(Rate("rated", 2, 60))])
async def get_rated() -> None:
    """Be asked twice a minute."""


async def identify(connection: Connection) -> Principal | None:
    """A session whose token is its kind and role."""
    token = connection.headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        return None
    kind, _, role = token.partition("-")
    chosen: Role = "administrator" if role == "administrator" else "member"
    return Principal("u", "u", "alice@example.org", chosen, "s", "recovery" if kind == "recovery" else "full")


ROUTES = [post_order, get_pages, get_mine, get_desk, get_broken, get_rated]


@pytest.fixture
def settings(sqlite_file: Path, tmp_path: Path) -> Settings:
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<style nonce='__NONCE__'></style><meta content='__NONCE__'>")
    (web / "link.html").write_text("<p>a link</p>")
    (web / "assets" / "index-a1b2c3d4.js").write_text("let a = 1")
    (web / "assets" / "link-worker-a1b2c3d4.js").write_text("let c = 1")
    (web / "assets" / "index-a1b2c3d4.js.br").write_bytes(b"brotli")
    (web / "assets" / "crypto.worker-a1b2c3d4.js").write_text("let b = 1")
    return Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{sqlite_file}", log_level="info", web_dir=web, trusted_proxies=()
    )


@pytest.fixture
async def app(settings: Settings, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch) -> Litestar:
    monkeypatch.setattr(app_module, "FEATURES", [*app_module.FEATURES, ROUTES])
    monkeypatch.setattr(app_module, "IDENTIFY", identify)
    return create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False), clock=clock)


@pytest.fixture
async def client(app: Litestar, settings: Settings):
    async with running(app), client_of(app, settings.base_url) as opened:
        yield opened


def order(**changes: object) -> dict[str, object]:
    return {"id": "A" * 22, "key": "A" * 43, "count": 3, **changes}


async def test_bytes_travel_as_strict_base64url(client: httpx.AsyncClient) -> None:
    good = await client.post("/v1/orders", json=order(note="é"))

    assert good.status_code == 201
    assert good.json() == {"key": "A" * 43, "note": "é"}
    for wrong in ("A" * 42 + "B", "A" * 44, "A" * 42 + "=", "A" * 42 + "+", "A" * 42, ""):
        assert (await client.post("/v1/orders", json=order(key=wrong))).status_code == 400


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (order(count=SECRET), "count"),
        (order(count=77), "count"),
        (order(id=SECRET), "id"),
        (order(key=SECRET), "key"),
        ({**order(), SECRET: 1}, ""),
        ({"id": "A" * 22}, ""),
        ([SECRET], ""),
        (SECRET, ""),
    ],
)
async def test_a_wrong_body_is_named_by_path_and_never_echoed(
    client: httpx.AsyncClient, body: object, path: str
) -> None:
    answer = await client.post("/v1/orders", json=body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "invalid-request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["path"] for error in problem["errors"]] == [path]
    assert problem["errors"][0]["reason"]
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe", b'{"id": NaN}', b'{"note": "\\ud800"}', b"[" * 60_000, b'{"id": "' + b"\xc3" + b'"}'],
)
async def test_what_is_no_json_is_refused(client: httpx.AsyncClient, raw: bytes) -> None:
    answer = await client.post("/v1/orders", content=raw, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")


async def test_a_body_must_be_json_by_name_and_of_bounded_size(client: httpx.AsyncClient) -> None:
    named = await client.post("/v1/orders", content=b"{}", headers={"content-type": "text/plain"})
    large = await client.post("/v1/orders", json=order(note="x" * 70_000))

    async def endless():
        for _ in range(100):
            yield b"x" * 10_000

    chunked = await client.post("/v1/orders", content=endless(), headers={"content-type": "application/json"})

    assert (named.status_code, named.json()["code"]) == (415, "unsupported-media-type")
    assert (large.status_code, large.json()["code"]) == (413, "too-large")
    assert (chunked.status_code, chunked.json()["code"]) == (413, "too-large")


async def test_a_mistake_of_ours_tells_nothing_but_a_request_id(
    capsys: pytest.CaptureFixture[str], client: httpx.AsyncClient
) -> None:
    answer = await client.get("/v1/broken")

    logged = capsys.readouterr().err
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert SECRET not in answer.text + logged
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["x-request-id"] in logged
    assert "get_broken" in logged


async def test_unknown_addresses_and_methods_are_problems(client: httpx.AsyncClient) -> None:
    unknown = await client.get("/v1/nothing")
    method = await client.delete("/v1/orders")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
    assert (method.status_code, method.json()["code"]) == (405, "method-not-allowed")
    assert "POST" in method.headers["allow"]


async def test_a_route_is_open_to_its_right_only(client: httpx.AsyncClient) -> None:
    async def ask(path: str, token: str | None) -> tuple[int, str | None]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = await client.get(f"/v1/{path}", headers=headers)
        return answer.status_code, answer.json().get("code")

    assert await ask("mine", None) == (401, "not-signed-in")
    assert await ask("mine", "recovery") == (403, "not-allowed")
    assert await ask("mine", "full") == (200, None)
    assert await ask("desk", None) == (401, "not-signed-in")
    assert await ask("desk", "full") == (403, "administrator-only")
    assert await ask("desk", "full-administrator") == (200, None)


def test_a_route_without_a_right_does_not_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    @get("/open")
    async def get_open() -> None: ...

    monkeypatch.setattr(app_module, "FEATURES", [[get_open]])
    with pytest.raises(TypeError, match="names no right"):
        create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False))


async def test_a_write_by_cookie_needs_our_own_origin(client: httpx.AsyncClient, settings: Settings) -> None:
    async def write(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await client.post("/v1/orders", json=order(), headers=named)).status_code

    ours = settings.base_url
    assert await write() == 201
    assert await write(cookie="__Host-waxpost=x") == 403
    assert await write(cookie="a=b; __Host-waxpost=x", origin="https://evil.example") == 403
    assert await write(cookie="__Host-waxpost=x", origin="null") == 403
    assert await write(cookie="__Host-waxpost=x", origin=ours, sec_fetch_site="cross-site") == 403
    assert await write(cookie="__Host-waxpost=x", origin=ours) == 201
    assert await write(cookie="__Host-waxpost=x", origin=ours, sec_fetch_site="same-origin") == 201
    assert await write(cookie="__Host-waxpost=x", authorization="Bearer x") == 201


async def test_a_version_of_the_protocol_that_we_do_not_speak_gets_a_sentence(client: httpx.AsyncClient) -> None:
    same = await client.get("/v1/health", headers={"waxpost-protocol": "1"})
    newer = await client.get("/v1/health", headers={"waxpost-protocol": "2"})
    older = await client.get("/v1/health", headers={"waxpost-protocol": "0"})

    assert same.headers["waxpost-protocol"] == "1"
    assert (newer.status_code, newer.json()["code"]) == (400, "protocol-unsupported")
    assert newer.json()["supported"] == [1]
    assert "server is too old" in newer.json()["detail"]
    assert "client is too old" in older.json()["detail"]


async def test_every_answer_carries_the_constant_headers(client: httpx.AsyncClient) -> None:
    for path in ("/v1/health", "/v1/nothing", "/", "/assets/index-a1b2c3d4.js", "/assets/none.js"):
        answer = await client.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert len(answer.headers["x-request-id"]) == 16
        assert "server" not in answer.headers
    assert (await client.get("/v1/health")).headers["cache-control"] == "no-store"


async def test_the_page_has_a_fresh_nonce_and_allows_nothing_inline(client: httpx.AsyncClient) -> None:
    first, second = await client.get("/"), await client.get("/messages/inbox")

    policy = first.headers["content-security-policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert first.status_code == second.status_code == 200
    assert first.text.count(nonce) == 2
    assert nonce not in second.text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert first.headers["cache-control"] == "no-store"


async def test_every_link_has_one_page_that_allows_nothing_but_its_own_files(client: httpx.AsyncClient) -> None:
    first, second = await client.get("/s/AAAAAAAAAAAAAAAAAAAAAA"), await client.get("/s/no.such/link")
    worker = await client.get("/assets/link-worker-a1b2c3d4.js")

    policy = first.headers["content-security-policy"]
    assert (first.status_code, first.text) == (second.status_code, second.text) == (200, "<p>a link</p>")
    assert policy == second.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "require-trusted-types-for 'script'; trusted-types waxpost-worker;" in policy
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in first.headers
    assert (await client.get("/link.html")).status_code == 404
    assert "wasm-unsafe-eval" in worker.headers["content-security-policy"]
    assert (await client.post("/s/AAAAAAAAAAAAAAAAAAAAAA")).status_code == 405


async def test_every_request_has_the_page_of_links_under_the_same_policy(client: httpx.AsyncClient) -> None:
    link = await client.get("/s/AAAAAAAAAAAAAAAAAAAAAA")
    first, second = await client.get("/r/AAAAAAAAAAAAAAAAAAAAAA"), await client.get("/r/no.such/request")
    app = await client.get("/requests")

    assert (first.status_code, first.text) == (second.status_code, second.text) == (200, link.text)
    for name in ("content-security-policy", "cache-control", "referrer-policy", "x-content-type-options"):
        assert first.headers[name] == second.headers[name] == link.headers[name]
    assert "set-cookie" not in first.headers
    assert app.text != first.text, "the list of one's own requests is a page of the app"
    assert (await client.post("/r/AAAAAAAAAAAAAAAAAAAAAA")).status_code == 405


async def test_files_are_kept_by_browsers_and_only_the_worker_may_use_webassembly(client: httpx.AsyncClient) -> None:
    script = await client.get("/assets/index-a1b2c3d4.js", headers={"accept-encoding": "gzip, br"})
    plain = await client.get("/assets/index-a1b2c3d4.js", headers={"accept-encoding": "identity"})
    worker = await client.get("/assets/crypto.worker-a1b2c3d4.js")
    missing = await client.get("/assets/none-a1b2c3d4.js")
    outside = await client.get("/assets/../../etc/passwd")

    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "br"
    assert plain.text == "let a = 1"
    assert "wasm-unsafe-eval" in worker.headers["content-security-policy"]
    assert "wasm" not in plain.headers["content-security-policy"]
    assert missing.status_code == 404
    assert "root:" not in outside.text
    assert (await client.post("/")).status_code == 405


async def test_a_page_has_a_bounded_limit_and_an_opaque_cursor(client: httpx.AsyncClient) -> None:
    cursor = cursor_of(7, "seven")

    assert (await client.get("/v1/pages")).json() == {"limit": 50, "key": None}
    assert (await client.get(f"/v1/pages?limit=100&cursor={cursor}")).json() == {"limit": 100, "key": [7, "seven"]}
    for query in ("limit=0", "limit=101", "limit=x", "cursor=!", "cursor=AAAA", f"cursor={cursor_of('x', 1)}"):
        answer = await client.get(f"/v1/pages?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request"), query


async def test_a_rate_is_counted_by_network_and_refills(
    app: Litestar, settings: Settings, clock: TurnableClock
) -> None:
    async with running(app):

        async def ask(address: str, **headers: str) -> httpx.Response:
            async with client_of(app, settings.base_url, address) as client:
                return await client.get("/v1/rated", headers={k.replace("_", "-"): v for k, v in headers.items()})

        assert [(await ask(f"192.0.2.{n}")).status_code for n in (1, 2, 3)] == [200, 200, 429]
        assert (await ask("198.51.100.1")).status_code == 200
        assert (await ask("192.0.2.9", x_forwarded_for="203.0.113.7")).status_code == 429
        refused = await ask("192.0.2.4")
        assert refused.json()["code"] == "too-many-requests"
        clock.turn(int(refused.headers["retry-after"]))
        assert (await ask("192.0.2.5")).status_code == 200


def test_a_forwarded_address_is_believed_from_trusted_proxies_only() -> None:
    trusted = read_settings({"WAXPOST_TRUSTED_PROXIES": "127.0.0.0/8, 10.0.0.0/8"}).trusted_proxies

    def peer(client: str, forwarded: str) -> str:
        return peer_of({"client": (client, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}, trusted).address

    assert peer("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert peer("127.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert peer("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.5") == "198.51.100.1"
    assert peer("127.0.0.1", "1.2.3.4, junk") == "127.0.0.1"
    assert peer("::ffff:127.0.0.1", "2001:db8::1") == "2001:db8::1"


async def test_a_report_of_the_browser_is_taken_and_logged_without_addresses(
    capsys: pytest.CaptureFixture[str], client: httpx.AsyncClient
) -> None:
    report = {"csp-report": {"effective-directive": "script-src-elem", "blocked-uri": f"https://x.example/{SECRET}"}}

    taken = await client.post("/v1/csp-report", json=report)
    wrong = await client.post("/v1/csp-report", json={"csp-report": {"effective-directive": SECRET + "!"}})
    large = await client.post("/v1/csp-report", content=b"x" * 8193)

    logged = capsys.readouterr().err
    assert (taken.status_code, wrong.status_code, large.status_code) == (204, 400, 413)
    assert "script-src-elem" in logged
    assert SECRET not in logged


def test_two_errors_cannot_share_a_code() -> None:
    with pytest.raises(TypeError, match="not-found"):
        type("Other", (DomainError,), {"status": 404, "code": NotFound.code, "title": "Other."})

    codes = [error.code for error in registered_errors()]
    assert codes == sorted(set(codes))


async def test_the_interface_describes_itself(client: httpx.AsyncClient) -> None:
    document = (await client.get("/v1/openapi.json")).json()

    order = document["components"]["schemas"]["Order"]
    route = document["paths"]["/v1/orders"]["post"]
    assert order["additionalProperties"] is False
    assert (order["properties"]["key"]["minLength"], order["properties"]["key"]["maxLength"]) == (43, 43)
    assert set(route["responses"]) == {"201", "400", "413", "415", "429", "500", "503"}
    assert {"401", "403"} <= set(document["paths"]["/v1/desk"]["get"]["responses"])
