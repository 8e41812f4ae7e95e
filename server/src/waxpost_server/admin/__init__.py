"""Admin: the administrator's desk. It reads everybody, so it stands on top.

Words: a *report* is what a member's client tells administrators about keys that do not match.

Promises: an organisation always keeps an active administrator. Suspending ends every session in the same transaction,
and every link the person made. Nothing that a member stored is shown here.

Routes: admin/people, people/{id} (changes), reports, admin/reports (spec/api.md, section 6).
"""
