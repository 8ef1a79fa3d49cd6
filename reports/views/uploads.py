"""Files on their way while the form is still being filled in: asked for and sent in pieces by a script.

The answer to the last piece holds the signed name under which the file travels with the form.
"""

import uuid
from urllib.parse import unquote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaign_portal.lib.errors import Refused
from campaign_portal.lib.storage import StorageDown
from campaign_portal.lib.templatetags.portal import file_size
from reports.forms.kept import token
from reports.models import PartialUpload
from reports.services.pieces import finish, receive
from reports.services.what import Proof

from .common import load_own_obligation

MAX_NUMBER = 15
"""Digits of a size or place in a file."""


@require_http_methods(["GET", "HEAD", "PUT"])
@login_required
def upload(request: HttpRequest, pk: int, key: uuid.UUID):
    """GET: how much has come. PUT: one piece more (Upload-Offset, Upload-Length, Upload-Name); 422 says why not."""
    load_own_obligation(request.user, pk)
    if request.method != "PUT":
        row = PartialUpload.objects.filter(key=key, person=request.user).first()
        return JsonResponse(_state(row, request.user) if row else {"received": 0})
    offset, size = (_number(request.headers.get(name, "")) for name in ("Upload-Offset", "Upload-Length"))
    if offset is None or size is None:
        return HttpResponseBadRequest("Upload-Offset, Upload-Length")
    now = timezone.now()
    name = unquote(request.headers.get("Upload-Name", ""))[:500]
    try:
        row = receive(key=key, name=name, size=size, offset=offset, piece=request.body, actor=request.user, now=now)
        row = finish(upload=row, now=now)
    except StorageDown:
        raise  # 503: the script asks again by itself
    except Refused as error:
        return JsonResponse({"refused": str(error)}, status=422)
    return JsonResponse(_state(row, request.user))


def _state(row: PartialUpload, user) -> dict:
    if not row.stored_id:
        return {"received": row.received}
    kept = token(Proof(stored=row.stored, name=row.name), user)
    return {"received": row.size, "kept": kept, "name": row.name, "size": file_size(row.size)}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER else None
