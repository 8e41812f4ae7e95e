"""What messages tell people's event streams (spec/api.md, section 8). Each event carries the `mid` and nothing else."""

# To the recipients and the sender: it was delivered.
MESSAGE = "message"
# To the sender: a recipient let him know that it was read.
READ = "read"
# To the reader's own devices: the read state changed.
MARKED = "marked"
# To the person's own devices: the person's copy is gone.
DELETED = "deleted"
# To sender and recipients: the job removed it.
EXPIRED = "expired"
