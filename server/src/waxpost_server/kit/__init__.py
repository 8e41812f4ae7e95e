"""Tools that know nothing of the product: settings, database, clock, ids, errors, events, logs and the web's edge.

Words: a *statement* is SQL compiled once; a *transaction* (`ReadTx`, `WriteTx`) runs statements; a *verb* is an
async function that takes a transaction; a *problem* is an error as the wire shows it; an *event* is a fact in one
person's numbered stream.

Promises: one request is one transaction, committed at the edge. Both databases answer with equal types. Nothing is
acknowledged before it is durable. The kit imports no feature.
"""
