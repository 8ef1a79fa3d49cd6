"""A signed POST to one address, for gateways that send SMS and for the platform of a city.

    POST <WEBHOOK_URL>
    Content-Type: application/json; charset=utf-8
    Idempotency-Key: <the message's id, the same at every attempt>
    X-Portal-Timestamp: <seconds since 1970>
    X-Portal-Signature: sha256=<hex of HMAC-SHA256(WEBHOOK_SECRET, timestamp + "." + body)>

    {"id", "person": {"name", "phone", "email"}, "subject", "text", "link", "sent_at"}

The receiver checks the signature over the bytes as they came, refuses a timestamp older than five minutes, and takes
each id once. Any 2xx means taken; 409 means it had the id already, which is as good.
"""

from .channel import WebhookChannel

__all__ = ["WebhookChannel"]
