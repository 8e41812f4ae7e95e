"""What no file of the repository may hold: addresses of package indexes, paths of somebody's machine, empty names.

* A lock says which bytes are wanted, never where they come from: no host of a package registry, no index option,
  no `resolved` in a package-lock.json, no uv.lock.
* No absolute path below a home folder or below this very checkout.
* No source file, folder or class is called service, manager, helper, utils, common, base or core.
  Such names say nothing.
"""

import re
import sys
from pathlib import Path

from tools.sources import our_files

ROOT = Path(__file__).resolve().parent.parent
# In pieces, so that this file passes its own check.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npmmirror", "com"),
    )
]
REGISTRY = re.compile("|".join(re.escape(host) for host in HOSTS))
INDEX_OPTION = re.compile(r"^\s*--?(index-url|extra-index-url|find-links|i|f)\b", re.MULTILINE)
RESOLVED = re.compile(r'^\s*"resolved"\s*:', re.MULTILINE)
HOME_PATH = re.compile(r"(?<![\w.~$}/-])/(?:home|Users|root|work|workspaces?|builds)/\w")
EMPTY_NAMES = r"services?|managers?|helpers?|utils?|utilities|common|base|core"
EMPTY_PATH = re.compile(rf"^(?:server/src|sdk/src|web/src|tools|bench)/(?:.*/)?(?:{EMPTY_NAMES})(?:[./]|$)")
EMPTY_CLASS = re.compile(r"^\s*(?:export )?(?:abstract )?class \w*(Service|Manager|Helper|Utils?)\b", re.MULTILINE)


def breaches(path: str, text: str, checkout: str) -> list[str]:
    """A sentence for everything in one file that may not be there; `checkout` is the repository's absolute path."""
    found: list[str] = []

    def refuse(pattern: re.Pattern[str], sentence: str) -> None:
        found.extend(
            f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {sentence}" for match in pattern.finditer(text)
        )

    name = path.rsplit("/", 1)[-1]
    if name == "uv.lock":
        found.append(f"{path}: locks are requirements/*.txt with hashes; a uv.lock holds addresses")
    if EMPTY_PATH.search(path):
        found.append(f"{path}: the name says nothing about what is inside")
    refuse(REGISTRY, "names the host of a package registry")
    refuse(HOME_PATH, "holds a path of somebody's machine")
    # A checkout right below the root has a path too short to mean anything.
    if checkout.count("/") > 1:
        refuse(re.compile(re.escape(checkout) + r"\b"), "holds the path of this checkout")
    if path.startswith("requirements/"):
        refuse(INDEX_OPTION, "a lock may not say where packages come from")
    if name == "package-lock.json":
        refuse(RESOLVED, "a lock may not say where packages come from (set omit-lockfile-registry-resolved)")
    if name.endswith((".py", ".ts", ".tsx")):
        refuse(EMPTY_CLASS, "the class name says nothing about what it is")
    return found


def main() -> int:
    found: list[str] = []
    files = our_files(ROOT)
    for file in files:
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue  # pictures and fonts
        found.extend(breaches(file.relative_to(ROOT).as_posix(), text, str(ROOT)))
    for sentence in found:
        print(sentence)
    print(f"words: {len(files)} files read, {len(found)} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
