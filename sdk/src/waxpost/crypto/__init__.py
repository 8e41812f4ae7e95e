"""The Waxpost protocol, version 1, as pure functions: no files, no network, no clock of its own.

Each module follows one part of spec/ and says which. Sealed and open things are different types. A thing that is
broken raises `Refused` with a stable reason; "not for me" and "later" are values.
"""
