"""Requests: ask somebody without an account for a secret, and take sealed answers.

Words: a *request* is what a link `/r/` leads to: a sealed label and a key to seal answers to; its *claim* proves the
link; *work* is what an answer costs before it may upload anything, and a *pass* the short right that the work buys, for
one answer; an *answer* is two sealed files and blobs, for the asker and the *readers* whom the asker named: each has a
copy of their own, read and deleted for themselves alone. Only the asker changes and closes.

Promises: the server keeps a hash of the claim and can neither open the label nor open or write an answer. An answer is
counted by one conditional statement, so of many at once no more than asked are taken. Closed, answered, expired, never
made and a wrong claim are one answer. What a stranger may leave here without an answer is bounded and swept.

Routes: `POST requests`, `GET requests`, `GET`, `PATCH`, `DELETE requests/{id}` for the asker; `GET requests/{id}` and
`answers` for readers too; `POST requests/{id}/open`, `work`, `begin`, `blobs`, `answer` for whoever has the link
(spec/api.md, section 7d).
"""
