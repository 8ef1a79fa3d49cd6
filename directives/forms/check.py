"""Everything an officer may correct of a draft, as one thing to send: the heading and six lists."""

from collections.abc import Callable
from datetime import datetime

from django.forms import BaseFormSet

from campaign_portal.lib.text import fold
from directives.models import Directive, DirectiveFile, RecipientGroup
from directives.services.arranging import Act
from directives.services.correcting import Corrections, Row
from directives.services.edits import edits_of, version_of
from units.models import Unit

from .heading import HeadingForm
from .lists import MOST_LINES, AttachmentForm, BasisForm, CopyForm, InstructionForm, PhraseForm, line_formset
from .offers import offers, share
from .pressed import Pressed, pressed

READ_FROM = {"bases": "legal_bases", "instructions": "tasks", "copies": "cc"}
"""Lists whose lines may be in doubt, and the key of the reading they come from."""
MOST_DRAWN = 60
"""Of a longer list of instructions only those in doubt and the one in hand are drawn with their fields."""
MANY_CHOICES = 1500
"""Above this number of options in all, a group is typed and completed instead of chosen from a list in every card."""


class CheckForm:
    """The forms of the check page. Bound when `data` is given.

    `rows` holds for each form of a list the stored line it is about, or None for a line that is new: the lines as they
    stand, then an empty one; or, once sent, the lines as they were sent. `opened` is the id of the card in hand.
    """

    def __init__(self, directive: Directive, data=None, files=None, opened: str = ""):
        self.directive = directive
        self.edits = edits_of(directive)
        stored = _stored(directive)
        self.instructions = stored["instructions"]
        if data is None:
            stored["instructions"] = _drawn(directive, self.instructions, opened)
        self.rows = {name: _as_sent(name, rows, data) for name, rows in stored.items()}
        self.offers = offers(directive, self.rows)
        self.pressed = Pressed()
        if data is not None:
            self.pressed, data = pressed(data, self.offers)
        self.version = version_of(directive) if data is None else data.get("over") or data.get("version", "")
        self.seen = set(data.getlist("seen")) if data is not None else set()
        known = {note_name(finding) for finding in directive.reading.get("findings", [])}
        self.noted = known & (self.edits.noted if data is None else set(data.getlist("noted")))
        groups = [(str(group.pk), group.phrase) for group in stored["groups"]]
        typed = (len(groups) + 2) * len(self.rows["instructions"]) > MANY_CHOICES
        self.group_names = [f"{number}. {phrase}" for number, (_pk, phrase) in enumerate(groups, 1)] if typed else []
        self.heading = HeadingForm(data, files, directive=directive)
        self.lists: dict[str, BaseFormSet] = {
            "bases": self._list("bases", BasisForm, data, files),
            "addressees": self._list("addressees", PhraseForm, data, files),
            "groups": self._list("groups", PhraseForm, data, files),
            "instructions": self._list("instructions", InstructionForm, data, files, groups=groups, typed=typed),
            "copies": self._list("copies", CopyForm, data, files, overseers=overseers(directive, stored["copies"])),
            "attachments": self._list("attachments", AttachmentForm, data, files),
        }

    def _list(self, name: str, form, data, files, **kwargs) -> BaseFormSet:
        rows = self.rows[name] if data is not None else self.rows[name][:-1]
        initial = [INITIAL[name](row) | {"pk": row.pk} if row else {} for row in rows]
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
        lines = {name: _lines(self.rows[name], formset) for name, formset in self.lists.items()}
        for line in lines["attachments"]:
            upload = line.columns.pop("file", None)
            if upload and not line.delete:
                line.columns |= {"stored": keep(upload, now=now), "original_name": upload.name}
        return Corrections(
            columns=dict(self.heading.cleaned_data),
            settled=self.seen | self._answered(),
            noted=self.noted,
            act=Act(self.pressed.kind, self.pressed.pk) if self.pressed.arranges else None,
            version=self.version,
            **lines,
        )

    def _answered(self) -> set[str]:
        """Doubts answered by editing what they are about."""
        answered = {path for path, typed in self.heading.settles.items() if typed}
        for name, key in READ_FROM.items():
            for row, form in zip(self.rows[name], self.lists[name].forms, strict=False):
                places = _places(name, row)
                answered |= {f"{key}.{place}{part}" for part in _settled_parts(name, form) for place in places}
        for name, path in {"addressees": "recipients", "instructions": "tasks", "copies": "cc"}.items():
            if self.lists[name].has_changed():
                answered.add(path)
        return answered


def note_name(finding: dict) -> str:
    """What a draft remembers a gentle note by, once an officer has seen it."""
    start = finding["spans"][0][0] if finding["spans"] else ""
    return f"{finding['code']}:{start}"


def _places(name: str, row) -> list[int]:
    """Where the reading has what a stored line is about."""
    if row is None:
        return []
    return row.places if name == "instructions" else [row.order]


def _settled_parts(name: str, form) -> tuple[str, ...]:
    """Which doubts about a line its form answers: of the line itself (""), or of a part of it (".issuer")."""
    if not form.has_changed():
        return ()
    if name == "copies" and not form.cleaned_data.get("confirmed") and not form.cleaned_data.get("drop"):
        return ()
    parts = {"bases": (".issuer", "issuer_name"), "instructions": (".group", "group")}
    suffix, field = parts.get(name, ("", ""))
    return ("", suffix) if field in form.changed_data else ("",)


def _lines(rows: list, formset: BaseFormSet) -> list[Row]:
    """A line whose stored one is gone was kept on screen by its officer: it is stored anew."""
    lines = []
    for row, form in zip(rows, formset.forms, strict=False):
        data = dict(form.cleaned_data)
        if not data or (row is None and not form.has_changed()):
            continue
        data.pop("pk", None)
        drop = data.pop("drop", False)
        if row or not drop:
            lines.append(Row(row.pk if row else None, data, drop))
    return lines


def _stored(directive: Directive) -> dict[str, list]:
    groups = list(directive.groups.order_by("source", "order"))
    attached = [file for file in directive.files.order_by("pk") if file.kind == DirectiveFile.Kind.ATTACHMENT]
    return {
        "bases": list(directive.legal_bases.order_by("order")),
        "addressees": [group for group in groups if group.source == RecipientGroup.Source.ADDRESSEE],
        "groups": [group for group in groups if group.source == RecipientGroup.Source.TASK],
        "instructions": list(directive.instructions.select_related("group").order_by("order")),
        "copies": list(directive.copies.select_related("overseer").order_by("order")),
        "attachments": attached,
    }


def _drawn(directive: Directive, instructions: list, opened: str) -> list:
    if len(instructions) <= MOST_DRAWN:
        return instructions
    spans = directive.reading.get("spans", {})
    doubtful = [span for path in directive.doubts for span in spans.get(path, [])]
    drawn = [each for each in instructions if f"nd-{each.pk}" == opened or share(each.spans, doubtful)]
    return drawn[:MOST_DRAWN]


def _as_sent(name: str, rows: list, data) -> list:
    """The stored line of every form: as they stand, or as the keys sent say, when another officer changed the list."""
    if data is None:
        return [*rows, None]
    known = {str(row.pk): row for row in rows}
    total = data.get(f"{name}-TOTAL_FORMS", "")
    count = min(int(total), MOST_LINES) if total.isdecimal() else 0
    return [known.get(data.get(f"{name}-{nth}-pk", "")) for nth in range(count)]


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
