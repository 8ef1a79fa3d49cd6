"""Everything an officer may correct of a draft, as one thing to send: the heading and six lists."""

from collections.abc import Callable
from datetime import datetime

from django.forms import BaseFormSet

from campaign_portal.lib.text import fold
from directives.models import Directive, DirectiveFile, RecipientGroup
from directives.services.correcting import Corrections, Row
from units.models import Unit

from .heading import HeadingForm
from .lists import AttachmentForm, BasisForm, CopyForm, InstructionForm, PhraseForm, line_formset

READ_FROM = {"bases": "legal_bases", "instructions": "tasks", "copies": "cc"}
"""Lists whose lines may be in doubt, and the key of the reading they come from."""


class CheckForm:
    """The forms of the check page. Bound when `data` is given; `rows` holds what each list shows, in its order."""

    def __init__(self, directive: Directive, data=None, files=None):
        self.directive = directive
        self.seen = set(data.getlist("seen")) if data is not None else set()
        self.rows = _rows(directive)
        groups = [(str(group.pk), group.phrase) for group in self.rows["groups"]]
        self.heading = HeadingForm(data, files, directive=directive)
        self.lists: dict[str, BaseFormSet] = {
            "bases": self._list("bases", BasisForm, data, files),
            "addressees": self._list("addressees", PhraseForm, data, files),
            "groups": self._list("groups", PhraseForm, data, files),
            "instructions": self._list("instructions", InstructionForm, data, files, groups=groups),
            "copies": self._list("copies", CopyForm, data, files, overseers=overseers(directive, self.rows["copies"])),
            "attachments": self._list("attachments", AttachmentForm, data, files),
        }

    def _list(self, name: str, form, data, files, **kwargs) -> BaseFormSet:
        initial = [INITIAL[name](row) | {"pk": row.pk} for row in self.rows[name]]
        return line_formset(form)(data, files, prefix=name, initial=initial, form_kwargs=kwargs)

    @property
    def forms(self) -> list:
        return [self.heading, *self.lists.values()]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]  # each is asked, so that each shows its errors
        return all(answers)

    @property
    def has_files(self) -> bool:
        """Whether files were chosen: a browser does not keep them when the page comes back with an error."""
        return any(form.files for form in self.lists["attachments"].forms)

    def corrections(self, keep: Callable, now: datetime) -> Corrections:
        """What to keep. `keep(upload, now=now)` stores an attachment; call this before a transaction opens."""
        lines = {name: _lines(formset) for name, formset in self.lists.items()}
        for line in lines["attachments"]:
            upload = line.columns.pop("file", None)
            if upload and not line.delete:
                line.columns |= {"stored": keep(upload, now=now), "original_name": upload.name}
        return Corrections(columns=dict(self.heading.cleaned_data), settled=self.seen | self._answered(), **lines)

    def _answered(self) -> set[str]:
        """Doubts answered by editing what they are about."""
        answered = {path for path, typed in self.heading.settles.items() if typed}
        for name, key in READ_FROM.items():
            for row, form in zip(self.rows[name], self.lists[name].forms, strict=False):
                answered |= {f"{key}.{row.order}{part}" for part in _settled_parts(name, form)}
        for name, path in {"addressees": "recipients", "instructions": "tasks", "copies": "cc"}.items():
            if self.lists[name].has_changed():
                answered.add(path)
        return answered


def _settled_parts(name: str, form) -> tuple[str, ...]:
    """Which doubts about a line its form answers: of the line itself (""), or of a part of it (".issuer")."""
    if not form.has_changed():
        return ()
    if name == "copies" and not form.cleaned_data.get("confirmed") and not form.cleaned_data.get("drop"):
        return ()
    parts = {"bases": (".issuer", "issuer_name"), "instructions": (".group", "group")}
    suffix, field = parts.get(name, ("", ""))
    return ("", suffix) if field in form.changed_data else ("",)


def _lines(formset: BaseFormSet) -> list[Row]:
    lines = []
    for form in formset.forms:
        data = dict(form.cleaned_data)
        if not data or (form.is_new and not form.has_changed()):
            continue
        pk, drop = data.pop("pk", None), data.pop("drop", False)
        if not (drop and pk is None):
            lines.append(Row(pk, data, drop))
    return lines


def _rows(directive: Directive) -> dict[str, list]:
    groups = list(directive.groups.order_by("source", "order"))
    attached = [file for file in directive.files.order_by("pk") if file.kind == DirectiveFile.Kind.ATTACHMENT]
    return {
        "bases": list(directive.legal_bases.order_by("order")),
        "addressees": [group for group in groups if group.source == RecipientGroup.Source.ADDRESSEE],
        "groups": [group for group in groups if group.source == RecipientGroup.Source.TASK],
        "instructions": list(directive.instructions.select_related("group").order_by("order")),
        "copies": list(directive.copies.order_by("order")),
        "attachments": attached,
    }


INITIAL: dict[str, Callable] = {
    "bases": lambda row: {"reference": row.reference, "dated_on": row.dated_on, "issuer_name": row.issuer_name},
    "addressees": lambda row: {"phrase": row.phrase},
    "groups": lambda row: {"phrase": row.phrase},
    "instructions": lambda row: {
        "text": row.text,
        "group": str(row.group_id or ""),
        "binding": row.binding,
        "due_on": row.due_on,
    },
    "copies": lambda row: {
        "text": row.text,
        "overseer": row.overseer_id,
        "confirmed": row.confirmed_at is not None,
    },
    "attachments": lambda row: {"title": row.title},
}


def overseers(directive: Directive, copies: list):
    """Units that may be meant by "để b/c": those above the issuer, and those a line of "Nơi nhận" names."""
    above = [int(pk) for pk in directive.issuer.path.strip("/").split("/") if int(pk) != directive.issuer_id]
    texts = [f" {fold(copy.text)} " for copy in copies]
    named = [
        pk
        for pk, name in Unit.objects.filter(valid_to=None).exclude(pk=directive.issuer_id).values_list("pk", "name")
        if any(f" {fold(name)} " in text for text in texts)
    ]
    return Unit.objects.filter(pk__in=[*above, *named, *(copy.overseer_id for copy in copies if copy.overseer_id)])
