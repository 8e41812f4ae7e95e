"""Messages: take a sealed envelope, deliver it to every recipient or to none, and forget it on time.

Words: a *message* is what was sent, once; a *delivery* is one person's copy of it with that person's wrapped key, in
the *inbox* of a recipient or the *sent* box of the sender; a *receipt* tells the sender that a recipient has read; a
*tombstone* is a message without content, kept 30 days so that a late reader learns why it is gone.

Promises: the server stores and cannot open. A send is all or nothing and repeat-safe by its `mid`. Who is neither
sender nor recipient, and who deleted a message, gets exactly what a wrong id gets. From the second of its expiry no
path gives a message out, whether or not the job has run.

Routes: `POST messages`, `GET messages`, `GET messages/{mid}`, `GET messages/{mid}/readers`, `POST messages/read`,
`DELETE messages/{mid}`, `POST messages/delete` (spec/api.md, section 7).
"""
