"""What `tools/make_vectors.py` writes: one module per part of spec/, each a table of objects and their cases."""

from collections.abc import Callable
from typing import Any

from tools.vectors import (
    checkup,
    entries,
    files,
    generator,
    joining,
    keylog,
    keys,
    links,
    messages,
    openssl,
    requests,
    strings,
    trust,
    vaults,
)

TABLES: dict[str, Callable[[], dict[str, Any]]] = {
    **strings.TABLES,
    **keys.TABLES,
    **vaults.TABLES,
    **keylog.TABLES,
    **joining.TABLES,
    **messages.TABLES,
    **files.TABLES,
    **trust.TABLES,
    **entries.TABLES,
    **checkup.TABLES,
    **links.TABLES,
    **requests.TABLES,
    **generator.TABLES,
    **openssl.TABLES,
}
