"""Long lists in pages that neither skip nor repeat a row while others are added: by key, from the oldest on."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

from .fields import MOST_KEY
from .problems import Problem

Item = TypeVar("Item")


class Paging(Schema):
    """Which part of a list is wanted."""

    cursor: str = Field("", max_length=40, description="Lấy từ `next` của trang trước; trang đầu thì bỏ trống.")
    limit: int = Field(50, ge=1, le=200, description="Số dòng mỗi trang.")


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="Đường dẫn của trang sau; null khi đã hết.")


def page(request: HttpRequest, rows: QuerySet, paging: Paging, show: Callable[[list], Iterable]) -> dict:
    """One page of rows, each as `show` turns a list of them into what is answered."""
    found = list(rows.order_by("pk").filter(pk__gt=after(paging.cursor))[: paging.limit + 1])
    kept = found[: paging.limit]
    has_more = len(found) > paging.limit
    return {"items": list(show(kept)), "next": _next(request, kept[-1].pk) if has_more else None}


def after(cursor: str) -> int:
    """The key after which the page begins."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii")
        key = int(text) if text.isdigit() else -1
    except (binascii.Error, UnicodeError, ValueError):
        key = -1
    if not 0 <= key <= MOST_KEY:
        words = _("Không đọc được cursor. Hãy lấy nguyên giá trị “next” của trang trước, hoặc đọc lại từ đầu.")
        raise Problem("invalid", words, errors=[{"field": "cursor", "detail": words}])
    return key


def _next(request: HttpRequest, key: int) -> str:
    query = request.GET.copy()
    query["cursor"] = base64.urlsafe_b64encode(str(key).encode()).decode()
    return f"{request.path}?{query.urlencode()}"
