"""Files that were taken although the rest of a form was not: their signed names travel with the form.

Nothing has to be chosen again, nothing waits in a session, and nobody can claim a file that somebody else sent.
"""

from collections.abc import Iterable

from django.core import signing

from campaign_portal.lib.models import StoredFile
from reports.services.what import Proof

SALT = "reports.kept-upload"
MAX_AGE = 7 * 24 * 60 * 60  # seconds


def token(proof: Proof, user) -> str:
    return signing.dumps([proof.stored.pk, proof.name, user.pk], salt=SALT)


def proofs_of(tokens: Iterable[str], user) -> list[Proof]:
    """The files that this person sent before; tokens that are false, old or another person's are passed over."""
    named = {pk: name for pk, name, owner in filter(None, map(_read, tokens)) if owner == user.pk}
    found = StoredFile.objects.select_related("display").in_bulk(named)
    return [Proof(stored=found[pk], name=name) for pk, name in named.items() if pk in found]


def gone(tokens: Iterable[str], user) -> int:
    """How many of the names lead to no file any more: too old, false, or another person's."""
    named = [_read(each) for each in tokens]
    owned = [each[0] for each in named if each and each[2] == user.pk]
    stored = set(StoredFile.objects.filter(pk__in=owned).values_list("pk", flat=True))
    return len(named) - sum(pk in stored for pk in owned)


def _read(text: str) -> list | None:
    try:
        return signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
