"""Signatures over a moment and a body, ours and those of others."""

import hashlib
import hmac
from datetime import datetime

TIMESTAMP, SIGNATURE = "X-Portal-Timestamp", "X-Portal-Signature"
PATIENCE = 300  # seconds; an older request may be one that somebody kept and sends again


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of the signature header."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def headers(secret: str, body: bytes, *, now: datetime) -> dict[str, str]:
    timestamp = str(int(now.timestamp()))
    return {TIMESTAMP: timestamp, SIGNATURE: signature(secret, timestamp, body)}


def is_signed(secret: str, timestamp: str, given: str, body: bytes, *, now: datetime) -> bool:
    """Whether somebody who knows the secret signed this body within the last five minutes. Without a secret, never."""
    if not secret or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return False
    fresh = abs(now.timestamp() - int(timestamp)) <= PATIENCE
    return hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode()) and fresh
