"""The cast: who acts in the server's tests, and how they ask. First sketch: a session is a bearer token."""

from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Asker:
    """Somebody with a client. Every method is one request."""

    client: httpx.AsyncClient
    token: str | None = None

    async def asks(self, method: str, path: str, body: object = None, if_match: int | None = None) -> httpx.Response:
        """Send one request under /v1 with this person's session, if there is one, and a JSON body, if there is one."""
        headers: dict[str, str] = {}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if if_match is not None:
            headers["If-Match"] = f'"{if_match}"'
        return await self.client.request(method, f"/v1/{path}", headers=headers, json=body)
