"""Random identifiers for what the public sees; signed-in URLs use plain integer keys."""

import secrets

# No vowels (no words), and of characters read for one another at most one: no 0, 1, i, l, o; no z, s, b beside 2, 5, 8.
ALPHABET = "23456789cdfghjkmnpqrtvwxy"
LENGTH = 10


def new_public_id() -> str:
    """Return 10 unguessable characters of ALPHABET (25^10, about 46 bits); the column they go into is unique."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
