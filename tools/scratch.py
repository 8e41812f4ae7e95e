"""Where tests keep what is gone after them: in memory if the machine has plenty, else on the disk.

Making a PostgreSQL database costs a few hundred files, which many disks take longer to create than most tests need.
What has to prove that something reached a disk asks for one (`tools.postgres.running_cluster(durable=True)`).
"""

import shutil
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - the folders made in it are private
# Room for both workers' databases, files and browser profiles several times over, and left to the programs as well.
ENOUGH_BYTES = 8 * 2**30


def scratch_folder(place: Path = IN_MEMORY, memory: Path = Path("/proc/meminfo")) -> Path | None:
    """A folder in memory; None where there is none or little room: then the usual temporary folder serves."""
    if not place.is_dir() or shutil.disk_usage(place).free < ENOUGH_BYTES:
        return None
    lines = (line.split() for line in memory.read_text().splitlines())
    available = next((int(kib) * 1024 for name, kib, *_ in lines if name == "MemAvailable:"), 0)
    return place if available >= 2 * ENOUGH_BYTES else None
