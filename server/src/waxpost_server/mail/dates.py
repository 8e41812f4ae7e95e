"""Times as the mails of links write them, in UTC, in the languages of links. Pure."""

from datetime import UTC, datetime

_MONTHS = {
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}


def date_words(seconds: int, lang: str) -> str:
    """A time as a person reads it: `28 September 2026 at 14:13 UTC` and its like."""
    at = datetime.fromtimestamp(seconds, UTC)
    if lang == "de":
        return f"{at.day}. {_MONTHS['de'][at.month - 1]} {at.year} um {at:%H:%M} UTC"
    if lang == "fr":
        return f"{at.day} {_MONTHS['fr'][at.month - 1]} {at.year} à {at:%H:%M} UTC"
    return at.strftime("%-d %B %Y at %H:%M UTC")
