"""Between the form as it is typed and the draft that is kept of it."""

import uuid

from django.http import QueryDict

from campaign_portal.lib.models import StoredFile
from reports.models import ActionDraft
from reports.services.what import Proof

from .action import CorrectionForm, RecordForm
from .kept import proofs_of

FILES = ("photos", "files")
NAMES = tuple(name for name in RecordForm.base_fields if name not in FILES)
MENDED = (*(name for name in CorrectionForm.base_fields if name not in FILES), "remove")
"""What a form that mends holds: `remove` ticks off what is on record."""


def read_draft(data: QueryDict, user) -> dict:
    """The form's own fields, its files taken in before, and its identifier, as `save_draft` takes them."""
    return _read(data, user, NAMES) | {"client_uuid": _uuid(data.get("client_uuid", ""))}


def read_mending(data: QueryDict, user) -> dict:
    """The same of a form that mends an action, as `save_mending` takes it."""
    return _read(data, user, MENDED)


def _read(data: QueryDict, user, names: tuple[str, ...]) -> dict:
    dropped = set(data.getlist("drop"))
    return {
        "typed": {name: data.getlist(name) for name in names if name in data},
        "files": proofs_of([each for each in data.getlist("kept") if each not in dropped], user),
    }


def initial_of(data: QueryDict, form_class) -> dict:
    """What was typed into a form, as initial values of the same form."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form_class.base_fields.items()
        if not field.widget.value_omitted_from_data(data, {}, name)
    }


def restored(draft: ActionDraft, form_class=RecordForm) -> tuple[dict, list[Proof]]:
    """A draft as initial values of the form, and its files."""
    data = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        data.setlist(name, values)
    names = dict(draft.files)
    found = StoredFile.objects.select_related("display").in_bulk(names)
    return initial_of(data, form_class), [
        Proof(stored=found[pk], name=name) for pk, name in names.items() if pk in found
    ]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
