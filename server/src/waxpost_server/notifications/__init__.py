"""Notifications: tell people what happened. In this version by one channel, the live stream of server-sent events.

Words: a person's *stream* is the numbered list of events in the outbox; a *reader* is one open connection that follows
it; the *feed* reads for every reader of this process.

Promises: numbers have no gap, so a reader that saw n next sees n+1, or is told of a gap. An event carries ids only. A
reader ends within a second of its session. A reader that does not take what it is given holds up nobody and is given
nothing more to hold.

Routes: `GET events` (spec/api.md, section 8).
"""
