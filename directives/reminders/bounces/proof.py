"""A word in the head of each mail that only this portal can write, and that comes back with a report about it.

Message-IDs are made of plain facts, so that a mail sent twice stays one mail; an outsider could make one up, and with
it a report that silences an office. What does not carry the word is noted for the officer, and silences nobody.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

HEADER = "X-Portal-Key"


def key_of(message_id: str) -> str:
    return salted_hmac("directives.bounces", message_id, algorithm="sha256").hexdigest()[:32]


def is_ours(message_id: str, key: str) -> bool:
    return constant_time_compare(key, key_of(message_id))
