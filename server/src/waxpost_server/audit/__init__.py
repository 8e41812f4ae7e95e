"""Audit: what happened, who did it and when, in the transaction that did it.

Words: an *audit record* is one line; its *action* is one word of a closed vocabulary; its *subject* is the id of what
it was done to.

Promises: a record holds ids and small facts, never content, addresses or names. Actions are never renamed; a retired
word stays in the vocabulary so that old records can be read. Records are kept for `KEPT_SECONDS`.

Routes: none yet.
"""
