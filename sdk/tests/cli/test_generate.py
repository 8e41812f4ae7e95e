"""`waxpost generate` needs no account, prints only passwords, and says why settings cannot be met."""

import json
from pathlib import Path

import pytest

from sdk.tests.cli.test_terminal import run
from waxpost.crypto.generator.generating import word_list


def test_passwords_stand_alone_on_their_lines(tmp_path: Path):
    made = run("generate", "random", "--length", "24", "--no-symbols", "--count", "5", home=tmp_path)
    lines = made.stdout.splitlines()
    assert (made.returncode, made.stderr) == (0, "")
    assert len(set(lines)) == 5
    assert all(len(line) == 24 and line.isalnum() for line in lines)


def test_without_a_mode_it_makes_random_ones(tmp_path: Path):
    made = run("generate", home=tmp_path)
    assert len(made.stdout.strip("\n")) == 20


def test_json_tells_bits_strength_and_words(tmp_path: Path):
    made = json.loads(run("generate", "passphrase", "--words", "4", "--json", home=tmp_path).stdout)
    assert made["settings"] == {
        "mode": "passphrase",
        "words": 4,
        "language": "en",
        "separator": "-",
        "capitals": False,
        "number": False,
    }
    assert made["bits"] == 51.6
    assert int(made["size"]) == 7776**4
    (password,) = made["passwords"]
    assert password["strength"] == "Very strong"
    assert password["spelled"].count(", ") == len(password["password"]) - 1
    assert any(password["password"].startswith(word) for word in word_list("en"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("random", "--digits", "40"), "the least counts come to 44 characters, more than the length of 20"),
        (("pattern", "d{0}"), "{n} repeats what stands before it, 1 to 128 times"),
        (("passphrase", "--language", "la"), "choose en, cs, es, fr, it or pt"),
        (("pin", "--count", "31"), "choose a number of passwords from 1 to 30"),
    ],
)
def test_impossible_settings_say_why(tmp_path: Path, arguments: tuple[str, ...], sentence: str):
    made = run("generate", *arguments, home=tmp_path)
    assert (made.returncode, made.stdout) == (2, "")
    assert sentence in made.stderr.lower()
