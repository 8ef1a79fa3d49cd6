"""Between the form as it is typed and the draft that is kept of it."""

import uuid

from django.http import QueryDict

from campaign_portal.lib.models import StoredFile
from reports.models import ActionDraft
from reports.services.actions import Proof

from .action import RecordForm
from .kept import proofs_of

FILES = ("photos", "files")
NAMES = tuple(name for name in RecordForm.base_fields if name not in FILES)


def read_draft(data: QueryDict, user) -> dict:
    """The form's own fields, its files taken in before, and its identifier, as `save_draft` takes them."""
    dropped = set(data.getlist("drop"))
    return {
        "typed": {name: data.getlist(name) for name in NAMES if name in data},
        "files": proofs_of([each for each in data.getlist("kept") if each not in dropped], user),
        "client_uuid": _uuid(data.get("client_uuid", "")),
    }


def initial_of(data: QueryDict, form_class) -> dict:
    """What was typed into a form, as initial values of the same form."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form_class.base_fields.items()
        if not field.widget.value_omitted_from_data(data, {}, name)
    }


def restored(draft: ActionDraft) -> tuple[dict, list[Proof]]:
    """A draft as initial values of the form, and its files."""
    data = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        data.setlist(name, values)
    names = dict(draft.files)
    found = StoredFile.objects.select_related("display").in_bulk(names)
    return initial_of(data, RecordForm), [
        Proof(stored=found[pk], name=name) for pk, name in names.items() if pk in found
    ]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
