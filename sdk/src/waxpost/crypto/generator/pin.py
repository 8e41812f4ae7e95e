"""PINs without runs, repeats and dates (spec/generator.md 15.6)."""

from functools import cache

from waxpost.crypto.generator.drawing import Space
from waxpost.crypto.generator.impossible import check_range
from waxpost.crypto.generator.settings import PinSettings

# How many dates there are among the PINs of a length: {length: {(runs, repeats): count}}, the table of 15.6.
DATES = {
    4: {(True, True): 764, (False, True): 734, (True, False): 597, (False, False): 570},
    6: {(True, True): 84_232, (False, True): 78_093, (True, False): 51_570, (False, False): 47_193},
    8: {(True, True): 190_800, (False, True): 175_046, (True, False): 105_184, (False, False): 95_101},
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def pin_space(settings: PinSettings) -> Space:
    """All PINs of these settings; dates are drawn again."""
    length, rules = settings.length, (settings.runs, settings.repeats)
    check_range("a length", length, 4, 12)
    span = _ways(length, -1, 0, *rules)
    dates = 0 if settings.dates or length not in DATES else DATES[length][rules]

    def text(number: int) -> str | None:
        pin = _pin(number, length, *rules)
        return None if dates and is_date(pin) else pin

    return Space(span, text, span - dates)


def is_date(pin: str) -> bool:
    """Whether the whole PIN is one of the dates of 15.6."""
    match len(pin):
        case 4:
            return _is_day(pin[2:], pin[:2]) or _is_day(pin[:2], pin[2:]) or _is_year(pin)
        case 6:
            return _is_day(pin[2:4], pin[:2]) or _is_day(pin[:2], pin[2:4]) or _is_day(pin[2:4], pin[4:])
        case 8:
            ends = _is_year(pin[4:]) and (_is_day(pin[2:4], pin[:2]) or _is_day(pin[:2], pin[2:4]))
            return ends or (_is_year(pin[:4]) and _is_day(pin[4:6], pin[6:]))
        case _:
            return False


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= len(_DAYS) and 1 <= int(day) <= _DAYS[int(month) - 1]


def _is_year(year: str) -> bool:
    return _FIRST_YEAR <= int(year) <= _LAST_YEAR


def _step(last: int, step: int, digit: int, runs: bool, repeats: bool) -> int | None:
    """The step to the next digit (1, -1, else 0), or None where a rule forbids it."""
    if last < 0:
        return 0
    if digit == last and not repeats:
        return None
    made = digit - last if abs(digit - last) == 1 else 0
    return None if made != 0 and made == step and not runs else made


@cache
def _ways(left: int, last: int, step: int, runs: bool, repeats: bool) -> int:
    if left == 0:
        return 1
    steps = [(digit, _step(last, step, digit, runs, repeats)) for digit in range(10)]
    return sum(_ways(left - 1, digit, made, runs, repeats) for digit, made in steps if made is not None)


def _pin(number: int, length: int, runs: bool, repeats: bool) -> str:
    pin, last, step = "", -1, 0
    for left in range(length - 1, -1, -1):
        for digit in range(10):
            made = _step(last, step, digit, runs, repeats)
            block = 0 if made is None else _ways(left, digit, made, runs, repeats)
            if made is not None and number < block:
                pin, last, step = pin + str(digit), digit, made
                break
            number -= block
    return pin
