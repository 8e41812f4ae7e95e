"""Links: let somebody without an account read one message, so often and so long as its maker allows.

Words: a *share* is what a link leads to: two sealed files and blobs; *access* proves the key in the link, *claim* its
passphrase as well; a *lease* is one reader's short right to open it; a *view* is used when a reader *confirms* that the
content was opened; a share is *locked* after five claims with the link and a wrong passphrase.

Promises: the server keeps hashes of access, claim and acknowledgement and can neither open nor make the content. A
view is one conditional statement, so of many readers at once no more than allowed confirm. Looking, wrong passphrases
and lost connections use none. Gone, expired, revoked, never made and a wrong access are one answer; from the second of
its end no path gives a share out, whether or not the job has run.

Routes: `POST links`, `GET links`, `GET`, `PATCH`, `DELETE links/{id}` for its maker; `POST links/{id}/access`, `claim`,
`confirm`, `delete` and `GET links/{id}/blobs/{id}/parts/{n}` for whoever has the link (spec/api.md, section 7c).
"""
