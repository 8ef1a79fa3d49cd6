"""For times without a connection: the browser's worker, the neutral page it answers with, and the ticket with which
what waited is sent once the connection is back."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PAGE = "reports/offline.html"
WORKER = "js/worker.js"
SHEETS = (
    "vendor/bootstrap.min.css",
    *(f"css/{name}.css" for name in ("tokens", "components", "views", "print", "reports", "record")),
)
PICTURES = ("img/sprite.svg", "img/favicon.svg")
FONTS = ("vendor/fonts/BeVietnamPro-Regular.woff2", "vendor/fonts/BeVietnamPro-SemiBold.woff2")


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, at the root so that it may answer for every page, asked for anew each time.

    In front of it stands what it keeps, under a version that changes with the page and with the name of any file.
    """
    source = Path(finders.find(WORKER)).read_text(encoding="utf-8")
    about = {"page": reverse("reports:offline"), "files": files()}
    about["version"] = hashlib.sha256((json.dumps(about) + page() + source).encode()).hexdigest()[:12]
    return HttpResponse(f"const PORTAL = {json.dumps(about)};\n{source}", content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: no request goes into it, so that a shared phone keeps nothing of anybody's."""
    return HttpResponse(page())


@require_safe
@never_cache
def ticket(request: HttpRequest) -> JsonResponse:
    """Whether the portal answers, who is signed in, and the token with which a page opened earlier may send."""
    person = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"person": person, "token": get_token(request)})


def page() -> str:
    return render_to_string(PAGE)


def files() -> list[str]:
    """Addresses of all that the neutral page loads: our scripts, few and small, and what makes them look right."""
    root = Path(settings.STATICFILES_DIRS[0])
    scripts = sorted(path.relative_to(root).as_posix() for path in root.glob("js/**/*.js"))
    return [static(name) for name in (*SHEETS, *PICTURES, *FONTS, *scripts) if name != WORKER]
