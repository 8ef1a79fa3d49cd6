"""Acts that are done once however often they are sent: the header Idempotency-Key, which every POST has to bear."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema

from units.models import ApiCall
from units.services.calls import KeyReused, UnderWay, abandon_call, begin_call, finish_call

from .problems import Problem

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,80}")


def once(status: int = 200) -> Callable:
    """Around an act that answers with a schema: the same key gets the same answer for a day.

    Only what was done is kept. An act that was refused has done nothing, and its key may be used again.
    """

    def decorator(act: Callable[..., Schema]) -> Callable[..., HttpResponse]:
        @wraps(act)
        def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            call = _begun(request)
            if call.status is not None:
                return _answered(call.answer, call.status, {REPLAYED: "true"})
            try:
                with transaction.atomic():
                    answer = act(request, *args, **kwargs).model_dump_json()
                    finish_call(call=call, status=status, answer=answer)
            except UnderWay:
                raise _busy() from None
            except BaseException:
                abandon_call(call=call)
                raise
            return _answered(answer, status)

        return inner

    return decorator


def uuid_of(request: HttpRequest) -> UUID:
    """An identifier for what this call stores, the same whenever the same is sent: the last guard against a second."""
    return uuid5(NAMESPACE_URL, f"{request.auth.pk} {request.headers[HEADER]} {_hash(request)}")


def _begun(request: HttpRequest) -> ApiCall:
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        words = _("Hãy gửi kèm đầu thư Idempotency-Key do phần mềm tự chọn, 1 đến 80 ký tự không dấu, không cách.")
        raise Problem("key-missing", words)
    try:
        return begin_call(token=request.auth, key=key, request_hash=_hash(request), now=request.now)
    except KeyReused:
        words = _("Idempotency-Key này đã dùng cho nội dung khác. Hãy chọn khóa mới cho mỗi việc mới.")
        raise Problem("key-reused", words) from None
    except UnderWay:
        raise _busy() from None


def _busy() -> Problem:
    words = _("Yêu cầu trước cùng Idempotency-Key còn đang chạy. Hãy gửi lại sau vài giây để nhận kết quả.")
    return Problem("busy", words, headers={"Retry-After": "2"})


def _hash(request: HttpRequest) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()


def _answered(answer: str, status: int, headers: dict | None = None) -> HttpResponse:
    return HttpResponse(answer, status=status, content_type="application/json; charset=utf-8", headers=headers)
