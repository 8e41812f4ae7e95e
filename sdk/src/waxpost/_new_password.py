"""How strong a password is (zxcvbn 0 to 4), and what a new one must be: 12 characters and 3. No composition rules."""

from typing import Any, cast

from zxcvbn import zxcvbn  # pyright: ignore[reportUnknownVariableType]  # the package has no types

from waxpost._exceptions import WeakPassword

LENGTH_LEAST = 12
SCORE_LEAST = 3
# zxcvbn's work grows steeply with the length; what follows can only make a password better.
_JUDGED_MOST = 72
_STRENGTH_MOST = 40


def check_new_password(password: str, addr: str, name: str = "") -> None:
    """`WeakPassword`, with what to do, unless the password may be used. Address and name are known to a guesser."""
    if len(password) < LENGTH_LEAST:
        raise WeakPassword(f"use at least {LENGTH_LEAST} characters")
    known = [part for part in (addr, addr.partition("@")[0], name, "waxpost") if part]
    if _score(password[:_JUDGED_MOST], known) < SCORE_LEAST:
        raise WeakPassword("this password is easy to guess; add a few uncommon words")


def strength(password: str) -> int:
    """How hard it is to guess, by its first 40 characters: 0, at once, to 4 (spec/generator.md 15.2)."""
    return _score(password[:_STRENGTH_MOST], [])


def _score(password: str, known: list[str]) -> int:
    # Any: the package is untyped; one member of its result is read, and checked. What has no score is not strong.
    score = cast("dict[str, Any]", zxcvbn(password, user_inputs=known)).get("score")
    return score if isinstance(score, int) else 0
