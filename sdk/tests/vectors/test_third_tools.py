"""What we write is read by tools that are not ours: openssl always, the age command where it is new enough."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from waxpost.crypto import agefile, entry, jws, recipients
from waxpost.crypto.encoding import b64u, unb64u

KEYS = entry.SecretKeys(bytes(range(32)), recipients.HybridIdentity(bytes(range(1, 33))))


def run(*command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def found_age() -> list[str]:
    """The age command if it knows hybrid keys (1.3 or newer)."""
    path = shutil.which("age")
    version = re.match(r"v?(\d+)\.(\d+)", run(path, "--version").stdout.decode()) if path else None
    return [path] if path and version and (int(version[1]), int(version[2])) >= (1, 3) else []


def test_openssl_verifies_the_signature_of_an_entry(tmp_path: Path):
    raw = entry.make_first("alice@example.org", b64u(bytes(16)), "Alice", "2026-11-01T09:00:00Z", KEYS)
    signed = json.loads(json.loads(raw)["entry"][0])
    part = signed["signatures"][0]
    key = Ed25519PublicKey.from_public_bytes(jws.public_key_of(KEYS.ed25519))
    pem, message, signature = tmp_path / "key.pem", tmp_path / "message", tmp_path / "signature"
    pem.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    signature.write_bytes(unb64u(part["signature"]))

    def verifies(text: str) -> bool:
        message.write_text(text)
        files = ["-inkey", str(pem), "-in", str(message), "-sigfile", str(signature)]
        return run("openssl", "pkeyutl", "-verify", "-pubin", "-rawin", *files).returncode == 0

    assert verifies(f"{part['protected']}.{signed['payload']}")
    assert not verifies(f"{part['protected']}.{signed['payload']}A")


def test_the_age_command_opens_ours_and_we_open_its_files(tmp_path: Path):
    """Decides nothing where age is older than 1.3 or absent; the public vectors always do."""
    secret = tmp_path / "key.txt"
    secret.write_text(KEYS.enc.text + "\n")
    sealed = agefile.seal_to(recipients.HybridRecipient(KEYS.enc.recipient), b"hello")
    assert agefile.open_hybrid(sealed, [KEYS.enc]) == b"hello"
    for age in found_age():
        assert run(age, "-d", "-i", str(secret), stdin=sealed).stdout == b"hello"
        theirs = run(age, "-e", "-i", str(secret), stdin=b"hello back").stdout
        assert agefile.open_hybrid(theirs, [KEYS.enc]) == b"hello back"
