"""Ports for programs that have to be told theirs before they listen: never the same one twice, also between processes.

To ask the system for a free port and let go of it is a race: until the program listens, whoever asks next may get the
same one. So a port is taken from a range that the system gives to nobody by itself, and its twin of UDP is held by this
process meanwhile, which no other that asks here can hold too.
"""

import atexit
import random
import socket
from collections import deque

# Below where Linux (32768) and others (49152) take the ports that nobody chose.
FIRST, LAST = 24_000, 31_999
# As many programs as one test starts; what was held before is let go.
HELD = 64

_chosen = random.SystemRandom()  # tests seed the other generator alike in every process
_held: deque[socket.socket] = deque()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, and that this function gives to nobody else for a while."""
    for _ in range(LAST - FIRST):
        port = _chosen.randint(FIRST, LAST)
        twin = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            twin.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            twin.close()
            continue
        _held.append(twin)
        if len(_held) > HELD:
            _held.popleft().close()
        return port
    raise RuntimeError(f"every port from {FIRST} to {LAST} is taken")


@atexit.register
def _let_go() -> None:
    while _held:
        _held.popleft().close()
