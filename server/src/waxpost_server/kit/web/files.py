"""The built web application: its files as they are, and its page for every other address.

Read once at start and kept in memory with their compressed forms. Files with a hash in their name never change, so
browsers keep them; the page is never kept, and carries a fresh nonce in the place of `__NONCE__`. Under `/s/` and `/r/`
stands another page, for people without an account: the same for every link and every request, whether or not there is
one.
"""

import mimetypes
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waxpost_server.kit.errors import NotFound
from waxpost_server.kit.web.edge import send_problem
from waxpost_server.kit.web.headers import FILE_POLICY, OUTSIDE_POLICY, WORKER_POLICY, page_policy
from waxpost_server.kit.web.problems import MethodNotAllowed

NONCE_MARK = b"__NONCE__"
LINKS = ("/s/", "/r/")
_HASHED = re.compile(r"^/assets/.+-[A-Za-z0-9_-]{8,}\.\w+$")
_WORKER = re.compile(r"[./-]worker[^/]*\.js$")
_ENCODINGS = {".br": b"br", ".gz": b"gzip"}


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    headers: list[tuple[bytes, bytes]]
    encoded: dict[bytes, bytes]  # by content coding


class Files:
    """An ASGI application for everything outside /v1. `folder` need not exist: then there is no application."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, _File] = {}
        self._page: bytes | None = None
        self._outside: bytes | None = None
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and path.suffix not in _ENCODINGS:
                address = "/" + path.relative_to(folder).as_posix()
                if address == "/index.html":
                    self._page = path.read_bytes()
                elif address == "/link.html":
                    self._outside = path.read_bytes()
                else:
                    self._files[address] = _load(path, address)

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:  # ASGI's own shapes
        if scope["method"] not in ("GET", "HEAD"):
            await send_problem(send, MethodNotAllowed())
            return
        file = self._files.get(scope["path"])
        last = scope["path"].rpartition("/")[2]
        if file is not None:
            await self._send_file(scope, send, file)
        elif self._outside is not None and scope["path"].startswith(LINKS):
            await self._send_page(scope, send, self._outside, OUTSIDE_POLICY)
        elif self._page is None or scope["path"].startswith("/assets/") or "." in last:
            await send_problem(send, NotFound("Check the address."))
        else:
            nonce = secrets.token_urlsafe(18)
            page = self._page.replace(NONCE_MARK, nonce.encode())
            await self._send_page(scope, send, page, page_policy(nonce))

    async def _send_file(self, scope: Any, send: Any, file: _File) -> None:  # ASGI's own shapes
        headers, body = list(file.headers), file.body
        accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        offered = {part.partition(b";")[0].strip() for part in accepted.split(b",")}
        for coding, encoded in file.encoded.items():
            if coding in offered:
                headers.append((b"content-encoding", coding))
                body = encoded
                break
        await _send(scope, send, headers, body)

    async def _send_page(self, scope: Any, send: Any, page: bytes, policy: str) -> None:  # ASGI's own shapes
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"content-security-policy", policy.encode()),
        ]
        await _send(scope, send, headers, page)


def _load(path: Path, address: str) -> _File:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = {"text/javascript": "text/javascript; charset=utf-8", "text/css": "text/css; charset=utf-8"}.get(kind, kind)
    policy = WORKER_POLICY if _WORKER.search(address) else FILE_POLICY
    age = b"public, max-age=31536000, immutable" if _HASHED.match(address) else b"no-cache"
    headers = [
        (b"content-type", kind.encode()),
        (b"cache-control", age),
        (b"content-security-policy", policy.encode()),
        (b"vary", b"accept-encoding"),
    ]
    encoded = {
        coding: side.read_bytes()
        for suffix, coding in _ENCODINGS.items()
        if (side := path.with_name(path.name + suffix)).is_file()
    }
    return _File(path.read_bytes(), headers, encoded)


async def _send(scope: Any, send: Any, headers: list[tuple[bytes, bytes]], body: bytes) -> None:  # ASGI's own shapes
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
