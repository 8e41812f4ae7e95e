"""A bounded run of the differential fuzz: one process of each language, the same cases every time and some new ones."""

import json
import random

from tests.system.interop.differential import differences, file_differences
from tools.vectors.files import PLAIN_PART
from waxpost.crypto.age import CHUNK

FIXED = 20261120


def test_both_languages_make_the_same_of_whole_and_of_broken_objects() -> None:
    for seed, count, seal in ((FIXED, 400, 30), (random.SystemRandom().randrange(2**32), 200, 10)):
        found, ends = differences(seed, count, seal)

        assert not found, f"seed {seed}: {json.dumps(found[0])[:4000]}"
        # The cases reach far enough to mean something: messages that open, and many ways not to.
        assert ends["first-contact"] > 20
        assert len(ends) >= 10


def test_a_file_sealed_in_one_language_opens_in_the_other_at_every_boundary() -> None:
    sizes = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, PLAIN_PART - 1, PLAIN_PART, PLAIN_PART + 1, PLAIN_PART + CHUNK)
    found, ends = file_differences(sizes)

    assert not found, json.dumps(found[0])[:2000]
    assert ends == {"out": 2 * len(sizes)}
