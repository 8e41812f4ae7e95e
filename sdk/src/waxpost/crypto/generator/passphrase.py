"""Passphrases from the word lists of spec/generator.md 15.5."""

from waxpost.crypto.generator.drawing import Space, even, in_base
from waxpost.crypto.generator.impossible import Impossible, check_range
from waxpost.crypto.generator.settings import PassphraseSettings


def passphrase_space(settings: PassphraseSettings, words: tuple[str, ...]) -> Space:
    """All passphrases of these settings; `words` is the list of their language."""
    count = settings.words
    check_range("a number of words", count, 3, 12)
    # The only list that cannot be cut into its words again: "oso" is also the end of other words.
    if settings.language == "es" and settings.separator == "" and not settings.capitals:
        raise Impossible(
            "words-run-together",
            "Choose a separator or capital letters. Without them, different words could read the same.",
        )
    extra = 10 * count if settings.number else 1

    def text(number: int) -> str:
        number, end = divmod(number, extra)
        chosen = [words[index] for index in in_base(number, len(words), count)]
        if settings.capitals:
            chosen = [word[0].upper() + word[1:] for word in chosen]
        if settings.number:
            place, digit = divmod(end, 10)
            chosen[place] += str(digit)
        return settings.separator.join(chosen)

    return even(len(words) ** count * extra, text)
