"""Notifications: tell people what happened, by the live stream of server-sent events and by mail.

Words: a person's *stream* is the numbered list of events in the outbox; a *reader* is one open connection that follows
it; the *feed* reads for every reader of this process; an *announcement* is the mail about messages that wait.

Promises: numbers have no gap, so a reader that saw n next sees n+1, or is told of a gap. An event carries ids only. A
reader ends within a second of its session. A reader that does not take what it is given holds up nobody and is given
nothing more to hold. A mail says who wrote and when, never what; each message is announced once at most, and not to
whoever has read it, is looking, or wants no mail.

Routes: `GET events`, `GET preferences`, `PATCH preferences` (spec/api.md, sections 8 and 9).
"""
