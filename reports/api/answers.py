"""What every answer of the API gets, whoever made it: problems instead of pages, ETag, and no cache but one's own."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.storage import StorageDown

from .problems import Problem, answer, invalid, not_found

PRIVATE = "private, no-cache"


def say_problems(api: NinjaAPI) -> None:
    """Turn what the services and loaders raise into problems. What nobody foresaw stays an error of the server."""

    def told(kind: type[Exception], problem: Callable[[Exception], Problem]) -> None:
        api.add_exception_handler(kind, lambda request, error: answer(problem(error)))

    told(Problem, lambda error: error)
    told(Http404, lambda error: not_found())
    told(PermissionDenied, lambda error: Problem("forbidden", _("Anh/chị được xem nhưng không được làm việc này.")))
    told(Refused, lambda error: Problem("refused", str(error)))
    told(ValidationError, lambda error: invalid(error.errors))
    told(HttpError, lambda error: Problem("bad-body", _("Nội dung gửi lên không phải JSON đúng dạng.")))
    told(RequestDataTooBig, lambda error: too_large())
    told(StorageDown, lambda error: Problem("store-down", str(error), headers={"Retry-After": "60"}))


def too_large() -> Problem:
    words = _("Mỗi lần gửi tối đa %(most)d MB. Hãy gửi tệp theo từng phần.")
    return Problem("too-large", words % {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20})


def finished(pattern: URLPattern) -> URLPattern:
    """A URL of the API whose answers are complete."""
    pattern.callback = finish(pattern.callback)
    return pattern


def finish(view: Callable) -> Callable:
    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = {"Allow": response.headers.get("Allow", "")}
            words = _("Địa chỉ này chỉ nhận: %(methods)s.") % {"methods": allowed["Allow"]}
            response = answer(Problem("method", words, headers=allowed))
        response.headers.setdefault("Cache-Control", PRIVATE)
        return unless_unchanged(request, response)

    return inner


def unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 where the program has the same already. The digest is of the whole answer: nothing can be stale by it."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    etag = response.headers.get("ETag") or quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Addresses that the API does not have, said in its own form."""
    return answer(not_found())


def urls_of(api: NinjaAPI, base: str) -> list[URLPattern]:
    """The API's URLs under a path, with an end for all others below it."""
    patterns = [finished(each) for each in api.urls[0] if each.name != "api-root"]
    below = [path(f"{base}{each.pattern}", each.callback, name=each.name) for each in patterns]
    nothing = finish(nothing_here)
    return [*below, path(f"{base}<path:rest>", nothing, name="nothing"), path(base, nothing, name="root")]
