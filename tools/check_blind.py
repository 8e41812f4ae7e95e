"""The server stays blind: no file of it imports code that could open a message.

import-linter forbids whole packages; this check sees parts of one. The server verifies signatures and seals a few of
its own values at rest, so `cryptography` and `joserfc` as such are allowed, while HPKE and JWE, by which messages and
keys are opened, are not. An import by name while the program runs would hide from both programs and is refused too.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.sources import our_files

ROOT = Path(__file__).resolve().parent.parent
SERVER = "server/src/"
OPENERS = (
    "age",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.hpke",
    "joserfc.jwe",
    "pyrage",
    "waxpost",
)
HIDDEN_IMPORTS = {"import_module", "__import__"}


def imported_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that is imported from outside its own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, item.name) for item in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{item.name}") for item in node.names)


def hidden_imports(tree: ast.AST) -> Iterator[int]:
    """Lines that import by a name made while the program runs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", None))
            if called in HIDDEN_IMPORTS:
                yield node.lineno


def breaches(path: str, text: str) -> list[str]:
    """A sentence for each import of a server's file that may not be there."""
    tree = ast.parse(text)
    found = [
        f"{path}:{line}: imports {name}; the server may hold no code that could open a message"
        for line, name in imported_names(tree)
        if any(name == opener or name.startswith(f"{opener}.") for opener in OPENERS)
    ]
    return found + [
        f"{path}:{line}: imports by name while running, unseen by the rules" for line in hidden_imports(tree)
    ]


def main() -> int:
    files = [(file.relative_to(ROOT).as_posix(), file) for file in our_files(ROOT)]
    server = [(path, file) for path, file in files if path.startswith(SERVER) and path.endswith(".py")]
    found = [sentence for path, file in server for sentence in breaches(path, file.read_text())]
    for sentence in found:
        print(sentence)
    print(f"blind: {len(server)} files of the server read, {len(found)} breaches")
    # Reading nothing proves nothing.
    return 0 if server and not found else 1


if __name__ == "__main__":
    sys.exit(main())
