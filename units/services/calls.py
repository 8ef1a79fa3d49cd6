"""Acts of programs, done once: the key of a call is taken first, and its answer kept with what the act did."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from units.models import ApiCall, ApiToken

KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(minutes=2)
"""How long an act may be under way. After that whoever sent it may try again: its process has died."""


class KeyReused(Exception):
    """The key was used for something else."""


class UnderWay(Exception):
    """The same call is being answered at this moment, or somebody else has taken it over."""


def begin_call(*, token: ApiToken, key: str, request_hash: str, now: datetime) -> ApiCall:
    """The call under this key: a new one to be done, or one with its answer. Raises `KeyReused` and `UnderWay`."""
    ApiCall.objects.filter(token=token, begun_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return ApiCall.objects.create(token=token, key=key, request_hash=request_hash, begun_at=now)
    except IntegrityError:
        return _begun_before(token, key, request_hash, now)


def finish_call(*, call: ApiCall, status: int, answer: str) -> None:
    """Keep the answer; call it in the transaction of the act. Raises `UnderWay` where another process has taken the
    call over in the meantime: then nothing of this act may stay."""
    kept = _mine(call).update(status=status, answer=answer)
    if not kept:
        raise UnderWay


def abandon_call(*, call: ApiCall) -> None:
    """Nothing was done: the key is free again."""
    _mine(call).delete()


def _begun_before(token: ApiToken, key: str, request_hash: str, now: datetime) -> ApiCall:
    call = ApiCall.objects.filter(token=token, key=key).first()
    if call is None:  # given up in between
        raise UnderWay
    if call.request_hash != request_hash:
        raise KeyReused
    if call.status is None:
        taken = now - call.begun_at >= GIVEN_UP and _mine(call).update(begun_at=now)
        if not taken:
            raise UnderWay
        call.begun_at = now
    return call


def _mine(call: ApiCall):
    return ApiCall.objects.filter(pk=call.pk, status=None, begun_at=call.begun_at)
