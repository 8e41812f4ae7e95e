"""Ask somebody outside, for others who read the answers as well (spec/links.md 9.6.7): the request, then the message.

The keys travel in a signed message to exactly the people whom the request names at the server. When the message cannot
be sent, the request is closed: nobody has its link yet. The message lasts as long as the organisation lets a message
last: whoever opens it by then keeps the keys.
"""

from contextlib import suppress
from typing import Final

from waxpost._account import Account
from waxpost._directory import Directory
from waxpost._exceptions import MembersNotConfirmed, WaxpostError
from waxpost._recipients import Plan
from waxpost._replies import policy_number
from waxpost._requests import Request, RequestBook, RequestDraft
from waxpost._sending import Draft, send_plan
from waxpost._sessions import list_policies
from waxpost._values import Sent

_SUBJECT = "You can read the answers to “{title}”"
_BODY = """I asked somebody outside for “{title}”. The answers come to your inbox as well as to mine, marked \
"From outside".

This message holds the key to them: your devices keep it when they open the message. You need not do \
anything, and may delete the message afterwards."""
_DAY: Final = 86_400
# The policy counts by the clock of the server, which may be behind that of this device.
_SPARE_SECONDS: Final = 3_600


def ask_for(directory: Directory, requests: RequestBook, plan: Plan, draft: RequestDraft) -> tuple[Request, Sent]:
    """Make the request and hand its keys to everybody of the plan; raises what making and sending raise.

    `MembersNotConfirmed` while the plan holds something to look at. Whatever is raised, no request is left open.
    """
    if plan.to_confirm:
        raise MembersNotConfirmed(tuple((c.group.gid, c.group.name, c.group.rev) for c in plan.to_confirm))
    ends_at = _latest_end(directory.account)
    request = requests.make(draft, [recipient.known.addr for recipient in plan.recipients])
    words = {"title": draft.title}
    try:
        handed = requests.handed(request.id)
        subject, body = _SUBJECT.format(**words), _BODY.format(**words)
        message = Draft(subject, body, "text/plain", ends_at, receipts=False, request=handed)
        return request, send_plan(directory, plan, message)
    except BaseException:
        with suppress(WaxpostError):
            requests.close(request.id)
        raise


def _latest_end(account: Account) -> str | None:
    """As late as the policies let a message of this account expire; None where they let it stay."""
    policies = {policy.name: policy.value for policy in list_policies(account.api)}
    days = policy_number(policies, "expiry_max_days", 0)
    return account.time_after(days * _DAY - _SPARE_SECONDS) if days else None
