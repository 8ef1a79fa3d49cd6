"""What there is for programs: a page to read and try, and the same as OpenAPI for tools. For people signed in."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja.responses import Response

from reports.api.app import api
from reports.api.problems import TITLES


@require_safe
@login_required
def docs(request: HttpRequest) -> HttpResponse:
    context = {"chapters": chapters(), "problems": problems(), "site": settings.SITE_URL}
    return render(request, "reports/api_docs.html", context)


@require_safe
@login_required
def description(request: HttpRequest) -> HttpResponse:
    response = Response(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    return response


def chapters() -> dict[str, list[dict]]:
    """The operations by noun, as the page lists them."""
    found: dict[str, list[dict]] = {}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            about = {"method": method.upper(), "path": path, "summary": operation["summary"]}
            found.setdefault(operation["tags"][0], []).append(about)
    return found


def problems() -> list[dict]:
    return [{"code": code, "status": status, "title": title} for code, (status, title) in TITLES.items()]
