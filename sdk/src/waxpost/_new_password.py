"""What a new password must be: 12 characters, and not easily guessed (zxcvbn 3 of 4). No rules of composition."""

from typing import Any, cast

from zxcvbn import zxcvbn  # pyright: ignore[reportUnknownVariableType]  # the package has no types

from waxpost._exceptions import WeakPassword

LENGTH_LEAST = 12
SCORE_LEAST = 3
# zxcvbn's work grows steeply with the length; what follows can only make a password better.
_JUDGED_MOST = 72


def check_new_password(password: str, addr: str, name: str = "") -> None:
    """`WeakPassword`, with what to do, unless the password may be used. Address and name are known to a guesser."""
    if len(password) < LENGTH_LEAST:
        raise WeakPassword(f"use at least {LENGTH_LEAST} characters")
    known = [part for part in (addr, addr.partition("@")[0], name, "waxpost") if part]
    # Any: the package is untyped; only two members of its result are read, and checked.
    result = cast("dict[str, Any]", zxcvbn(password[:_JUDGED_MOST], user_inputs=known))
    if not isinstance(result.get("score"), int) or result["score"] < SCORE_LEAST:
        raise WeakPassword("this password is easy to guess; add a few uncommon words")
