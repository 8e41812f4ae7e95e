"""The Waxpost server: a careful post office for sealed messages.

It checks shapes, rights and limits, stores what clients sealed and hands it on. Nothing in this package can open
an envelope: there is no age, HPKE or JWE decryption here, and the import rules keep it so.
"""
