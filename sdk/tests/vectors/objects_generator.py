"""The password generator and its spelled-out texts: how the vectors of spec/generator.md are run."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

from waxpost.crypto.generator import generating, impossible, settings, spelling

Members = dict[str, Any]


def _seeded(seed: str) -> Callable[[int], bytes]:
    stream = io.BytesIO(hashlib.shake_256(f"waxpost vectors/generator/{seed}".encode()).digest(1 << 16))
    return stream.read


def run_generator(given: Members) -> Members:
    try:
        space = generating.space_of(settings.read_settings(given["settings"]))
        texts = generating.candidates(space, given["count"], _seeded(given["seed"]))
    except impossible.Impossible as refused:
        return {"reason": refused.reason, "sentence": refused.sentence}
    return {"size": str(space.size), "tenths": space.tenths, "texts": texts}


def run_spelling(given: Members) -> Members:
    return {"words": spelling.spell_out(given["text"])}


RUN: dict[str, Callable[[Members], Members]] = {"generator": run_generator, "spelling": run_spelling}
