"""Mail: an outbox in the database, and the way from there to the organisation's mail server.

Words: a *posted* mail is a row that says whom to write to about what (`kind` and `ref`); its *composer* belongs to the
feature that posted it and turns the row into a *letter* (subject and paragraphs) when it goes; the *carrier* brings it.

Promises: a mail is posted in the transaction of what causes it, so both happen or neither. No words are stored: they
are made when the mail goes, and a composer that finds nothing left to say ends it. One attempt holds a lease, so two
processes never send one mail; a process that dies between sending and noting it costs one repetition at most, under the
same Message-ID. The address is gone with the delivery or the last attempt. Text and HTML say the same, hold no picture,
and link to the configured base address only.

Routes: none. Commands: `waxpost-server mail test | list`.
"""
