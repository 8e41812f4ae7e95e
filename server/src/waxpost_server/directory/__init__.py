"""Directory: people, their public keys, the log that makes every key visible to all, and groups.

Words: an *entry* is what a person signed about their own keys and name; the *key log* is the list of all entries as
hashes; a *note* is a signed statement of its size and root; `seq` is an entry's number in its person's chain.

Promises: an entry is stored as it arrived, for ever, and only after its chain and signatures were checked; it is in
the log before anybody hears of it. Two roots of one size are never signed, and a log that is shorter than what was
published stops the start. A group never changes without its `rev`. Every member sees all people and groups.

Routes: people, directory/search, keys, entries, log, groups (spec/api.md, section 6).
"""
