"""Policies: what the organisation allows, as values with a type, a default and a sentence each.

Words: a *policy* is a named value; the *catalogue* lists all of them; the *effective* policy is what applies to a
person, the stored values over the defaults.

Promises: every reader gets a value of the right type within its bounds, whatever was stored. A change is recorded.
An operator sets them with `waxpost-server policy set NAME VALUE`.

Routes: `GET policies`.
"""
