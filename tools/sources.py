"""Which files of a checkout are ours: what git knows or would add, and nothing that is built or fetched."""

import subprocess
from pathlib import Path


def our_files(root: Path) -> list[Path]:
    """Every file that is committed or about to be, sorted; without the deleted. `root` is the top of a git checkout."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(root / name for name in set(listed) if name and (root / name).is_file())
