"""Attachments: take sealed files part by part, keep them for a message or a vault, and give the parts out again.

Words: a *blob* is the ciphertext of one file; a *part* is one piece of it (8 MiB), stored as one object; an *upload*
is a blob that nothing has claimed yet: *open* until every part is there, then *finished*; a message, link or vault
*claims* it in its own transaction, for good. Who may read a claimed part is for its claimant to say.

Promises: no name, no type, nothing of the content is known here. A part is held only when it came whole and is on the
disk; the same part twice is one part, and other bytes for it are refused. What nobody claims goes after a day; what
ended is given out no more from that second on, and its objects are removed in small steps. No request needs more
memory than one part, and only so many parts are in memory at once.

Routes: `POST blobs`, `GET blobs/{id}`, `PUT blobs/{id}/parts/{n}`, `POST blobs/{id}/finish`, `DELETE blobs/{id}`
(spec/api.md, section 7b; `GET blobs/{id}/parts/{n}` is of messages, which know their readers).
"""
