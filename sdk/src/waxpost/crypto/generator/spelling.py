"""A password in words, one for each character, to be read over the phone (spec/generator.md 15.8)."""

import unicodedata

_ALPHABET = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu"
)
_LETTERS = _ALPHABET.split()
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_MARKS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "circumflex",
    "\u0303": "tilde",
    "\u0308": "diaeresis",
    "\u030a": "ring",
    "\u030c": "caron",
    "\u0327": "cedilla",
}
_OTHERS = {
    " ": "space",
    "!": "exclamation mark",
    '"': "double quote",
    "#": "hash",
    "$": "dollar",
    "%": "percent",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "left parenthesis",
    ")": "right parenthesis",
    "*": "star",
    "+": "plus",
    ",": "comma",
    "-": "dash",
    ".": "full stop",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less than",
    "=": "equals",
    ">": "greater than",
    "?": "question mark",
    "@": "at",
    "[": "left bracket",
    "\\": "backslash",
    "]": "right bracket",
    "^": "caret",
    "_": "underline",
    "`": "backtick",
    "{": "left brace",
    "|": "bar",
    "}": "right brace",
    "~": "tilde",
    "æ": "ae",
    "Æ": "AE",
    "ø": "oscar stroke",
    "Ø": "OSCAR stroke",
    "ß": "sharp s",
    "ð": "eth",
    "Ð": "ETH",
    "þ": "thorn",
    "Þ": "THORN",
}


def spell_out(text: str) -> str:
    """The words of all characters, with a comma and a blank between."""
    return ", ".join(spelled(character) for character in text)


def spelled(character: str) -> str:
    """The word of one character."""
    if character in _OTHERS:
        return _OTHERS[character]
    parts = unicodedata.normalize("NFD", character)
    if parts.isascii() and parts.isdigit():
        return _DIGITS[int(parts)]
    letter = parts[0]
    if letter.isascii() and letter.isalpha():
        word = _LETTERS[ord(letter.lower()) - ord("a")]
        word = word.upper() if letter.isupper() else word
        if len(parts) == 1:
            return word
        if len(parts) == 2 and parts[1] in _MARKS:
            return f"{word} {_MARKS[parts[1]]}"
    return f"character U+{ord(character):04X}"
