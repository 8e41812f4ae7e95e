"""What each of our programs loads or puts together in the same way at every start, done once before it is started.

Nothing of it depends on arguments, environment or files.
"""

import importlib
import io
import os
import runpy
import sys
from contextlib import redirect_stderr, suppress

# Loaded at the first use only.
_OF_BOTH = ("encodings.ascii", "encodings.idna")
_LATER = {
    "waxpost": (*_OF_BOTH, "httpcore", "cryptography.hazmat.backends.openssl"),
    "waxpost_server": (
        *(*_OF_BOTH, "concurrent.futures.thread", "anyio._backends._asyncio", "uvicorn.loops.uvloop"),
        *("uvicorn.protocols.http.httptools_impl", "uvicorn.lifespan.on"),
    ),
}


def rehearse(program: str) -> None:
    """Start a program with a command that it does not have."""
    mask = os.umask(0o077)
    sys.argv = [program, "rehearse"]
    with suppress(SystemExit), redirect_stderr(io.StringIO()):
        runpy.run_module(program, run_name="__main__", alter_sys=True)
    os.umask(mask)
    for name in _LATER[program]:
        importlib.import_module(name)
    if program == "waxpost_server":
        importlib.import_module("server.tests.built").lend_routes()
