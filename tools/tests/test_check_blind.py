"""The blind server: what must be caught, and what must be left alone."""

import pytest

from tools.check_blind import breaches

PATH = "server/src/waxpost_server/accounts/keybundle.py"


@pytest.mark.parametrize(
    "text",
    [
        "from cryptography.hazmat.primitives import hpke",
        "from cryptography.hazmat.primitives.hpke import Suite",
        "import cryptography.hazmat.primitives.hpke as h",
        "from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey",
        "from joserfc import jwe",
        "from waxpost.crypto import envelope",
        "import pyrage",
        "def open_it():\n    from joserfc import jwe",
        "import importlib\nimportlib.import_module('waxpost')",
        "__import__('waxpost')",
    ],
)
def test_code_that_opens_is_caught(text: str) -> None:
    assert len(breaches(PATH, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305",
        "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey",
        "from joserfc import jws",
        "from waxpost_server.kit import db",
        "from .waxpost import x",
        "import ages",
        "# from waxpost.crypto import envelope",
    ],
)
def test_code_that_checks_is_left_alone(text: str) -> None:
    assert breaches(PATH, text) == []
