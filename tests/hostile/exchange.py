"""One request and its answer, as a hostile server sees them."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Exchange:
    """`status` 0 means that nobody has answered yet. (Any: a hostile server writes whatever it likes.)"""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    status: int = 0
    answer: bytes = b""
    answer_headers: dict[str, str] = field(default_factory=dict[str, str])
    cookies: list[str] = field(default_factory=list[str])

    @property
    def route(self) -> tuple[str, ...]:
        """The path after /v1/, taken apart."""
        return tuple(self.path.removeprefix("/v1/").split("/"))

    @property
    def is_answered(self) -> bool:
        """Whether the answer is a good one that can be changed."""
        return 200 <= self.status < 300

    @property
    def asked(self) -> Any:
        """The JSON of the request."""
        return json.loads(self.body)

    @property
    def told(self) -> Any:
        """The JSON of the answer."""
        return json.loads(self.answer)

    @told.setter
    def told(self, value: object) -> None:
        self.answer = json.dumps(value).encode()
        self.answer_headers["content-type"] = "application/json"
        self.status = self.status or 200


class Attack:
    """One thing that a hostile server does. A child says in its docstring what it does and hopes for."""

    def before(self, exchange: Exchange) -> None:
        """Look at the request, and perhaps answer it instead of the real server."""

    def after(self, exchange: Exchange) -> None:
        """Change the real server's answer."""
