"""Attacks on the parts of files: exchanged, altered, cut, sealed again; and on the connection that carries them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.hostile.exchange import Attack, Exchange

Parts = dict[int, bytes]


def part_of(exchange: Exchange) -> int | None:
    """The number of the part that is asked for or put, or None for any other request."""
    # Of a message, or of an answer to a request.
    route = exchange.route[-4:]
    return int(route[3]) if len(route) == 4 and route[0] == "blobs" and route[2] == "parts" else None


@dataclass
class ChangeParts(Attack):
    """Give something else in place of a part."""

    change: Callable[[int, bytes], bytes]

    def after(self, exchange: Exchange) -> None:
        n = part_of(exchange)
        if exchange.method == "GET" and n is not None:
            exchange.answer = self.change(n, exchange.answer)


@dataclass
class CutParts(Attack):
    """Break the connection when a part is put: before the server has it, or after, so that its answer is lost."""

    parts: set[int]
    loses_the_answer: bool
    cut: list[int] = field(default_factory=list[int])
    put: list[tuple[int, bytes]] = field(default_factory=list[tuple[int, bytes]])

    def before(self, exchange: Exchange) -> None:
        n = part_of(exchange)
        if exchange.method != "PUT" or n is None:
            return
        self.put.append((n, exchange.body))
        if not self.loses_the_answer and n in self.parts:
            self._cut(n)

    def after(self, exchange: Exchange) -> None:
        n = part_of(exchange)
        if exchange.method == "PUT" and n is not None and self.loses_the_answer and n in self.parts:
            self._cut(n)

    def _cut(self, n: int) -> None:
        self.parts.discard(n)
        self.cut.append(n)
        raise ConnectionResetError
