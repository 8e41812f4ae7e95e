"""Remember which list of a group this device has shown (spec/envelope.md 6.2, step 2).

A person looks at a list in one command and accepts it in the next by its version alone. A server could show another
list of that version then; this file makes the two one list or an error.
"""

import json
from typing import cast

from waxpost._exceptions import Refused
from waxpost._keys import AccountFolder
from waxpost.crypto.encoding import b64u, sha256
from waxpost.crypto.strictjson import write_json
from waxpost.crypto.vault import Roster

_FILE = "shown-groups.json"


def keep_shown(folder: AccountFolder, roster: Roster) -> None:
    """Remember this list; refused(roster) when another one of the same version was shown here before."""
    digest = b64u(sha256(write_json([roster.name, *sorted(roster.addrs)])))
    with folder.turn():
        shown = _read(folder)
        if shown.get(roster.gid) == [roster.rev, digest]:
            return
        if shown.get(roster.gid, [0])[0] == roster.rev:
            raise Refused(
                "roster",
                f"the server showed two lists of one version of this group ({roster.name}): "
                "do not send, tell an administrator",
            )
        folder.write(_FILE, json.dumps({**shown, roster.gid: [roster.rev, digest]}).encode())


def _read(folder: AccountFolder) -> dict[str, list[object]]:
    data = folder.read(_FILE)
    if data is None:
        return {}
    try:
        return cast("dict[str, list[object]]", json.loads(data))
    except ValueError:
        return {}
