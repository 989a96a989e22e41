"""Identifiers in the shapes that LINE uses."""

import secrets

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def user_id() -> str:
    return "U" + secrets.token_hex(16)


def message_id() -> str:
    return "5" + str(secrets.randbelow(10**17)).zfill(17)


def reply_token() -> str:
    return secrets.token_hex(16)


def opaque_token() -> str:
    """A quote token or a mark-as-read token."""
    return secrets.token_urlsafe(48)


def webhook_event_id(time_ms: int) -> str:
    """A ULID: 48 bits of time, 80 random ones."""
    number = (time_ms << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
