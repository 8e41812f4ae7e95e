"""Cookies of our own: sent back to this very host only, over https, to no script, and never from another site."""

from collections.abc import Sequence
from typing import NamedTuple

from litestar.datastructures import Cookie


class OwnCookie(NamedTuple):
    """A name that begins with `__Host-`, so that browsers insist on the rest; 0 seconds take the cookie away."""

    name: str
    value: str
    seconds: int


def set_cookies(cookies: Sequence[OwnCookie]) -> list[Cookie]:
    """The cookies for a response."""
    return [
        Cookie(one.name, value=one.value, max_age=one.seconds, path="/", secure=True, httponly=True, samesite="strict")
        for one in cookies
    ]
