"""What every response says to the browser, whoever made it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaign_portal.lib.storage import StorageDown

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap draws its ticks and arrows from data: images
        "font-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    ]
)
# Photos come from the system's own camera dialog, which needs no permission of the page.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "midi")
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers above to every response, and keeps signed-in pages out of every cache.

    A header that a view has set stays: a download may carry a stricter policy of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_personal(request, response):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the response is a page (or a part of one) shown to a person who has signed in."""
    user = getattr(request, "user", None)  # absent when an earlier middleware has answered
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and user is not None and user.is_authenticated


class StoreIsDown:
    """Where a page needs the bytes of a file and their store does not answer: 503, and what to do about it.

    Forms that take files say it themselves and keep what was typed; this is for all others.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, StorageDown):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "60"  # seconds
            return response
        return None
