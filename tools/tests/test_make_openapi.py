"""The committed document of the interface is the one the server would write."""

import json
import subprocess
import sys

from tools.make_openapi import TARGET


def test_the_document_of_the_interface_is_current():
    done = subprocess.run(
        [sys.executable, "-m", "tools.make_openapi", "--check"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_problem_code_stands_in_the_document_with_its_status():
    codes = json.loads(TARGET.read_text())["x-problem-codes"]

    assert codes["message-not-found"] == 404
    assert codes["not-signed-in"] == 401
