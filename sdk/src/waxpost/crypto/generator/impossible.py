"""Why no password can be made with some settings: a stable reason and a sentence (spec/generator.md 15.9)."""

import unicodedata

_NOT_TYPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Impossible(ValueError):
    """`reason` is one of 15.9; the sentence says what to change and holds nothing secret."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


def check_range(what: str, value: int, least: int, most: int) -> None:
    """Refuse a number outside its range."""
    if not least <= value <= most:
        raise Impossible("range", f"Choose {what} from {least} to {most}.")


def is_typed(text: str) -> bool:
    """Whether every character can stand in a password: none of control, format, surrogate or separating lines."""
    return not any(unicodedata.category(character) in _NOT_TYPED for character in text)
