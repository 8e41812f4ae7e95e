"""Directory: people, their public keys, and groups.

Words: a *person* is invited, active or suspended; `name` and `seq` of a person are the server's word, what counts is
the newest entry of the key log; a group's `rev` is the number of its last change.

Promises: keys for an address come in by joining alone, later entries from their owner alone. A group never changes
without its `rev`. Every member sees all people and groups; what does not exist looks the same to everybody.

Routes: people, directory/search, keys, entries, groups (spec/api.md, section 6).
"""
