"""Joining: the first start, invitations, and starting over: the only three ways in which keys for an address appear.

Words: a *link* is what an administrator makes and a person claims, once; its *code* stands in the fragment and never
reaches the server, its *claim* proves knowing the code; the *tag* tells the inviter that it was the right person.

Promises: looking at a link uses nothing; a claim is one conditional statement and one transaction, so of many at once
exactly one wins, and a claim that is refused uses nothing either. Wrong, used, ended, expired and unknown get the same
answer. A link dies with its inviter's rights.

Routes: start, invitations, again (spec/api.md, section 3).
"""
