"""Messages to the programs of units: what is said (`payload`), one POST (`post`), and sending what is due (`sending`).

    POST <the address of the unit's program>
    Content-Type: application/json; charset=utf-8
    Idempotency-Key: <the message's number, the same at every attempt>
    X-Portal-Event: obligation.accepted
    X-Portal-Timestamp: <seconds since 1970>
    X-Portal-Signature: sha256=<hex of HMAC-SHA256(secret, timestamp + "." + body)>

Signed as the messages of `directives.reminders.channels.webhook` are. Only https on the public internet, no redirects.
"""
