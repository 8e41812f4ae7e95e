from server.tests.mailroom import room
from server.tests.operator.conftest import installation
from server.tests.postbox import postbox

__all__ = ["installation", "postbox", "room"]
