"""What others give: SnapPass and Matrix Synapse, set up as their documentation says, measured in the same run.

Each has a virtual environment of its own in bench/.cache, from a lock with hashes beside this file (`make lock`).
The nearest equal of sending and opening a message: a secret of 2 KB stored and fetched, an event of 2 KB sent and
fetched. Neither checks keys nor knows an inbox, and Synapse's event is not encrypted here, which only favours them.
"""
