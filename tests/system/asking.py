"""Requests of one member, answered by people without an account over a line that can be meddled with."""

from collections.abc import Callable

import httpx

from waxpost import AskedField, Client, GivenAnswer, Request, RequestDraft, World

LOGIN = (AskedField("username", "Username"), AskedField("password", "Password"))


class Meddles(httpx.HTTPTransport):
    """Writes down what is asked; changes a request, or does something before it goes out, or loses its answer."""

    def __init__(
        self, route: str = "", before: Callable[[httpx.Request], httpx.Request | None] | None = None, *, cut: str = ""
    ) -> None:
        super().__init__()
        self.route, self.before, self.cut = route, before, cut
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on, or not."""
        self.asked.append(f"{request.method} {request.url.path}")
        if not self.route or not request.url.path.endswith(self.route):
            return super().handle_request(request)
        if self.before is not None:
            request = self.before(request) or request
        if self.cut == "line":
            raise httpx.ConnectError("no network", request=request)
        response = super().handle_request(request)
        if self.cut == "answer":
            self.cut = ""
            response.read()
            raise httpx.ReadError("the connection broke", request=request)
        return response


def asked(alice: Client, **changes: object) -> Request:
    """Ask for a login, a text and files, or for something else."""
    given: dict[str, object] = {"title": "Grafana", "fields": LOGIN, "text": True, "files": True, **changes}
    request = alice.create_request(RequestDraft(**given))  # pyright: ignore[reportArgumentType]
    assert request.url is not None
    return request


def answers(request: Request, text: str = "It is done", transport: httpx.BaseTransport | None = None) -> GivenAnswer:
    """Answer with a text."""
    with Client.open_request(request.url or "", world=World(transport=transport)) as opened:
        return opened.answer(text=text)


def came(alice: Client, request: Request) -> list[str]:
    """The texts of the answers that came."""
    return [answer.body for answer in alice.answers(request.id).answers]
