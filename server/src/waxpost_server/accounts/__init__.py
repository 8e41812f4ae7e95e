"""Accounts: how somebody proves who they are, where they are signed in, and what only they can open.

Words: an *account* holds verifiers of login keys and sealed slots; a *session* is a signed-in device; a *vault*, the
*packs* that it names and *receipts* are sealed files. All hang on a person of the directory.

Promises: the server never sees a password, a code or a key, and can open neither slot nor vault. Signing in answers
the same, with about the same work, for unknown, suspended and wrong. A session that has ended is refused on the next
request. Credentials change only with a proof made just now. Failures are counted in the database.

Routes: sign-in, session, sessions, credentials, vault, packs, receipts (spec/api.md, sections 4 and 5).
"""
