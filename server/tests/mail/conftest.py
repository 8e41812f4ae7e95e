from server.tests.mailroom import room
from server.tests.postbox import postbox

__all__ = ["postbox", "room"]
