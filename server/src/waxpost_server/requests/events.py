"""What requests tell the event streams of their askers, and of who reads their answers (spec/api.md, section 8).

An event carries an id and nothing else.
"""

# To the asker: it was made, changed, answered or ended.
REQUEST = "request"
# To everybody who reads it an answer came; to one of them, theirs was marked read or unread, or is gone.
ANSWER = "answer"
