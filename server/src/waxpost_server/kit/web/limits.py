"""Limits: who is at the other end, and how often they may ask.

Rates are token buckets in this process's memory, never more than `MOST_BUCKETS`: a flood of addresses forgets the
buckets that were quiet longest, which are the fullest. Networks are /24 and /56, what one subscriber usually has.
"""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from litestar.handlers import BaseRouteHandler

from waxpost_server.kit.clock import now
from waxpost_server.kit.errors import DomainError
from waxpost_server.kit.settings import Network
from waxpost_server.kit.web.principal import Connection

MOST_BUCKETS = 50_000


class TooManyRequests(DomainError):
    """Asked more often than allowed."""

    status = 429
    code = "too-many-requests"
    title = "Too many tries."

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Wait {retry_after} seconds, then try again.", retry_after=retry_after)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many tokens, refilled evenly over so many seconds. The name keeps rates apart."""

    name: str
    count: int
    seconds: int


class Limiter:
    """Token buckets by rate and key."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def take(self, rate: Rate, key: str) -> None:
        """Use one token. Raises TooManyRequests when there is none."""
        tokens = self._tokens(rate, key)
        self._check(rate, tokens)
        self._buckets[rate.name, key] = (tokens - 1, now())
        self._buckets.move_to_end((rate.name, key))
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)

    def check(self, rate: Rate, key: str) -> None:
        """Raises TooManyRequests when there is no token, and uses none: for counting failures only."""
        self._check(rate, self._tokens(rate, key))

    def _tokens(self, rate: Rate, key: str) -> float:
        tokens, at = self._buckets.get((rate.name, key), (float(rate.count), now()))
        # A clock that was set back gives nothing and takes nothing.
        return min(float(rate.count), tokens + max(0, now() - at) * rate.count / rate.seconds)

    @staticmethod
    def _check(rate: Rate, tokens: float) -> None:
        if tokens < 1:
            raise TooManyRequests(max(1, round((1 - tokens) * rate.seconds / rate.count + 0.5)))


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end of a request: its address and its network, as text."""

    address: str
    network: str


def peer_of(scope: Any, trusted: tuple[Network, ...]) -> Peer:  # scope: an ASGI mapping
    """Who asks. `X-Forwarded-For` is believed from right to left, as far as trusted proxies wrote it."""
    client = scope.get("client")
    address = _address(client[0] if client else "")
    if trusted and _is_trusted(address, trusted):
        forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        for text in reversed(forwarded.decode("latin-1").split(",")):
            named = _address(text.strip())
            if named is None:
                break
            address = named
            if not _is_trusted(address, trusted):
                break
    if address is None:
        return Peer("unknown", "unknown")
    prefix = 24 if isinstance(address, IPv4Address) else 56
    return Peer(str(address), str(ip_network((address, prefix), strict=False)))


def limited(rate: Rate, *, by_address: Rate | None = None) -> Any:  # a Litestar guard
    """A guard: one token per request of a network; with `by_address` one of each address in it as well."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:  # a plain one would run on a thread
        state = connection.app.state
        peer = peer_of(connection.scope, state.settings.trusted_proxies)
        if by_address is not None:
            state.limiter.take(by_address, peer.address)
        state.limiter.take(rate, peer.network)

    return guard


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_trusted(address: IPv4Address | IPv6Address | None, trusted: tuple[Network, ...]) -> bool:
    return address is not None and any(address in network for network in trusted)
