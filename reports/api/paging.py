"""Long lists in pages that neither skip nor repeat a row while others are added: by key, from the oldest on."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import base36_to_int, int_to_base36
from ninja import Field, Schema

Item = TypeVar("Item")


class Paging(Schema):
    """Which part of a list is wanted."""

    cursor: str = Field(
        "", pattern=r"^[0-9a-z]{0,12}$", description="Lấy từ `next` của trang trước; trang đầu thì bỏ trống."
    )
    limit: int = Field(50, ge=1, le=200, description="Số dòng mỗi trang.")


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="Đường dẫn của trang sau; null khi đã hết.")


def page(request: HttpRequest, rows: QuerySet, paging: Paging, show: Callable[[list], Iterable]) -> dict:
    """One page of rows, each as `show` turns a list of them into what is answered."""
    found = list(rows.order_by("pk").filter(pk__gt=base36_to_int(paging.cursor or "0"))[: paging.limit + 1])
    kept = found[: paging.limit]
    has_more = len(found) > paging.limit
    return {"items": list(show(kept)), "next": _next(request, kept[-1].pk) if has_more else None}


def _next(request: HttpRequest, key: int) -> str:
    query = request.GET.copy()
    query["cursor"] = int_to_base36(key)
    return f"{request.path}?{query.urlencode()}"
