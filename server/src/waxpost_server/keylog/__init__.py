"""The key log: what makes every public key visible to all.

Words: an *entry* is what a person signed about their own keys and name; the *log* is the list of all entries as
hashes; a *note* is a signed statement of its size and root; `seq` is an entry's number in its person's chain.

Promises: an entry is stored as it arrived, for ever, and only after its chain and signatures were checked; it is in
the log before anybody hears of it. Two roots of one size are never signed, and a log that is shorter than what was
published, or differs from it, stops the start. Who may publish what is for those above to say (`append.Right`).

Routes: log, log/info, log/old (spec/api.md, section 6).
"""
