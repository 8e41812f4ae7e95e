"""A bounded run of the differential fuzz: one process of each language, the same cases every time and some new ones."""

import json
import random

from tests.system.interop.differential import differences

FIXED = 20261120


def test_both_languages_make_the_same_of_whole_and_of_broken_objects() -> None:
    for seed, count, seal in ((FIXED, 400, 30), (random.SystemRandom().randrange(2**32), 200, 10)):
        found, ends = differences(seed, count, seal)

        assert not found, f"seed {seed}: {json.dumps(found[0])[:4000]}"
        # The cases reach far enough to mean something: messages that open, and many ways not to.
        assert ends["first-contact"] > 20
        assert len(ends) >= 10
