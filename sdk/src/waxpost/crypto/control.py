"""Control messages: the sender's signed change of a message's expiry (spec/envelope.md 6.4)."""

from dataclasses import dataclass

from waxpost._exceptions import Refused
from waxpost.crypto.chain import Chain
from waxpost.crypto.encoding import seconds_of
from waxpost.crypto.jws import TYPE_CONTROL, sign_jws, split_jws, verify_jws
from waxpost.crypto.members import Members, read_members
from waxpost.crypto.pins import judge_sender
from waxpost.crypto.receipts import ExpiryChange, receipt_key
from waxpost.crypto.strictjson import read_object, write_json

_UNDERSTOOD = frozenset({"act", "mid", "from", "exp", "at"})
# How far `at` may lie after the arrival.
AHEAD_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Control:
    """A change of expiry as signed: `exp` None means never."""

    mid: str
    from_addr: str
    from_entry: str
    exp: str | None
    at: str

    def change(self) -> ExpiryChange:
        """As the receipts keep it."""
        return ExpiryChange(receipt_key(self.from_addr, self.mid), self.exp, self.at)


def make_control(control: Control, seed: bytes) -> bytes:
    """The JWS of a control message, signed with the seed of its entry."""
    payload = write_json(
        {
            "v": 1,
            "act": "expiry",
            "mid": control.mid,
            "from": {"addr": control.from_addr, "entry": control.from_entry},
            "exp": control.exp,
            "at": control.at,
        }
    )
    return sign_jws(payload, TYPE_CONTROL, control.from_entry, seed)


def unverified_sender(jws: bytes) -> tuple[str, str]:
    """Address and entry that a control message names, to find the chain that shall verify it."""
    sender = Members(dict(read_object(split_jws(jws).unverified()))).inner("from")
    return sender.addr("addr"), sender.hash32("entry")


def read_control(
    jws: bytes, message: tuple[str, str, str], chain: Chain, arrived_at: str, *, is_known: bool
) -> Control | None:
    """The control message of `message` (its mid, from address and from entry), verified against the sender's chain.

    None when the key behind it is one that must not be believed (6.3, rule 11): it is ignored. Refused with
    `sender-keys`, `signature`, `form`, `newer`, `wrong-message`. `is_known`: the control's entry lies in a known
    segment.
    """
    mid, from_addr, from_entry = message
    addr, wanted = unverified_sender(jws)
    entry = chain.find(wanted)
    if addr != from_addr or chain.addr != from_addr or entry is None or entry.keys is None:
        raise Refused("sender-keys", "signed by somebody else")
    m = read_members(verify_jws(split_jws(jws), TYPE_CONTROL, entry.hash, entry.keys.ed25519), None, _UNDERSTOOD)
    m.choice("act", ("expiry",))
    control = Control(m.id16("mid"), addr, wanted, m.maybe("exp", m.time), m.time("at"))
    if control.mid != mid:
        raise Refused("wrong-message", "about another message")
    if not chain.in_one_segment(wanted, from_entry):
        raise Refused("sender-keys", "signed with keys that do not follow those of the message")
    if seconds_of(control.at) > seconds_of(arrived_at) + AHEAD_SECONDS:
        raise Refused("form", "made in the future")
    verdict = judge_sender(chain, entry, arrived_at, is_known=is_known)
    return None if verdict in {"changed-key", "stolen-key"} else control
