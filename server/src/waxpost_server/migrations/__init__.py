"""Migrations: every revision of the database, in one line, forward only.

A revision is frozen: it imports nothing of the house, so that it does tomorrow what it did when it was written. They
are run by `kit.migrate`. Until the first release there is one, made by `python tools/make_migration.py`.
"""
