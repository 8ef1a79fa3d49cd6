"""Whose request it is: the key in `Authorization: Bearer …`, opened, counted, and narrowed to what it is for.

This is where the clock is read: `request.now` is the moment of the request for everything behind it.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from units.models import ApiToken
from units.services.tokens import NotOpened, open_token

from .problems import Problem

READING = ("GET", "HEAD")
WINDOW = 60  # seconds
CHALLENGE = {"WWW-Authenticate": "Bearer"}


class TokenAuth(HttpBearer):
    """Raises Problem: 401 for a key that opens nothing, 403 for writing with one that reads, 429 for too many."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            words = _("Hãy gửi mã truy cập trong đầu thư Authorization, dạng: Authorization: Bearer <mã>.")
            raise Problem("no-token", words, headers=CHALLENGE)
        return self.authenticate(request, key.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        request.now = timezone.now()
        try:
            opened = open_token(key=token, now=request.now)
        except NotOpened as error:
            raise Problem("no-token", str(error), headers=CHALLENGE) from None
        _count(opened, int(request.now.timestamp()))
        if request.method not in READING and not opened.may_write:
            raise Problem("forbidden", _("Mã truy cập này chỉ để đọc. Hãy tạo mã có quyền ghi nếu cần."))
        request.user = opened.person
        return opened


def _count(token: ApiToken, second: int) -> None:
    """So many requests a minute for each key, whichever process answers where the cache is shared."""
    window, passed = divmod(second, WINDOW)
    key = f"api-calls:{token.pk}:{window}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out of a full cache in between
        return
    if count > settings.API_PER_MINUTE:
        words = _("Mỗi mã được gọi %(most)d lần một phút. Hãy đợi %(wait)d giây rồi gọi tiếp.")
        wait = WINDOW - passed
        about = {"most": settings.API_PER_MINUTE, "wait": wait}
        raise Problem("too-many", words % about, headers={"Retry-After": str(wait)})
