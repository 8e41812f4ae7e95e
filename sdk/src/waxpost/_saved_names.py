"""Under which name a file is saved: harmless, whatever the sender called it (spec/attachments.md 7.4)."""

import re
import unicodedata

from waxpost.crypto.attachment import cut_name

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = frozenset('<>:"|?*')
# What Windows keeps for devices, whatever follows the first dot.
_DEVICE = re.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?", re.IGNORECASE | re.DOTALL)
_FALLBACK = "file"


def saved_name(name: str) -> str:
    """A name without folders, hidden or reserved characters, of 1 to 255 bytes."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join("_" if c in _RESERVED or unicodedata.category(c) in _HIDDEN else c for c in last)
    kept = _trimmed(plain) or _FALLBACK
    return _trimmed(cut_name(f"_{kept}" if _DEVICE.fullmatch(kept) else kept)) or _FALLBACK


def numbered(name: str, count: int) -> str:
    """The name to try as number `count`: the second one is `name (2).ext`."""
    if count == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    mark = f" ({count}){ending}"
    if len(mark.encode()) > 64:
        stem, mark = name, f" ({count})"
    return stem.encode()[: 255 - len(mark.encode())].decode("utf-8", "ignore") + mark


def _trimmed(name: str) -> str:
    while name and (name[0] == "." or name[-1] == "." or name[0].isspace() or name[-1].isspace()):
        name = name.strip().strip(".")
    return name
