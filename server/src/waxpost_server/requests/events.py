"""What requests tell their askers' event streams (spec/api.md, section 8). An event carries an id and nothing else."""

# It was made, changed, answered or ended.
REQUEST = "request"
# An answer came, was marked read or unread, or is gone.
ANSWER = "answer"
