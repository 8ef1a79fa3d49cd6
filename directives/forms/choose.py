"""Which of the letters handed in become drafts, and which files go with them."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.forms import ChipsRadio, PortalForm
from campaign_portal.lib.text import fold
from directives.alike import Place
from directives.intake import Reading
from directives.models import Directive, Intake, IntakeFile
from units.models import Unit

HEADING = ("symbol", "number", "place", "date", "doc_type", "subject")
LETTER, ATTACHMENT, NOTHING = "letter", "attachment", "nothing"


@dataclass
class Found:
    """One letter read from a file, as the officer is shown it; `draft` once there is one of it."""

    place: Place
    reading: Reading
    alike: list[Directive] = field(default_factory=list)
    draft: Directive | None = None
    ticked: bool = False

    @property
    def value(self) -> str:
        return f"{self.place[0]}.{self.place[1]}"

    @property
    def data(self) -> dict:
        return self.reading.data

    @property
    def reference(self) -> str:
        symbol = f"/{self.data['symbol']}" if self.data["symbol"] else ""
        return _("%(type)s số %(number)s") % {
            "type": self.data["doc_type"] or _("Văn bản"),
            "number": f"{self.data['number'] or '…'}{symbol}",
        }

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.data["date"]) if self.data["date"] else None

    @property
    def first_words(self) -> str:
        """Where the letter begins to speak, after its heading."""
        spans = [span for name in HEADING for span in self.reading.spans.get(name, [])]
        start = max((end for _start, end in spans), default=0)
        return " ".join(self.reading.text[start:].split())[:200]

    @property
    def lines(self) -> int:
        return sum(bool(line.strip()) for line in self.reading.text.splitlines())

    @property
    def doubts(self) -> int:
        return sum(how == "doubt" for how in self.reading.confidence.values())


@dataclass
class Handed:
    """One file of the intake with what was found in it, and the bound field that says what it is."""

    file: IntakeFile
    letters: list[Found]
    role: forms.BoundField | None = None

    @property
    def open(self) -> list[Found]:
        return [each for each in self.letters if each.draft is None]


class ChooseForm(PortalForm):
    """After `is_valid`, `letters` holds the places chosen and `attached` the orders of the files that go with them."""

    letters = forms.MultipleChoiceField(
        label=gettext_lazy("Văn bản"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Hãy chọn lại văn bản trong danh sách.")},
    )

    def __init__(self, *args, intake: Intake, alike: dict[Place, list[Directive]], **kwargs):
        super().__init__(*args, **kwargs)
        files = list(intake.files.select_related("stored"))
        drafts = {(row.intake_file_id, row.intake_place): row for row in _drafts(files)}
        self.handed = [Handed(file, _found(file, alike, drafts)) for file in files]
        self.several = len(files) > 1
        main = _main(self.handed, intake.issuer)
        for each in self.handed:
            if self.several:
                self._add_role(each, main)
        self.fields["letters"].choices = [(found.value, found.value) for each in self.handed for found in each.letters]
        self._tick()

    def _add_role(self, handed: Handed, main: Handed) -> None:
        name = f"role_{handed.file.order}"
        choices = [(ATTACHMENT, _("Tài liệu đính kèm")), (NOTHING, _("Không lấy"))]
        if handed.letters:
            choices.insert(0, (LETTER, _("Văn bản")))
        is_letter = handed is main or len(handed.letters) > 1
        self.fields[name] = forms.ChoiceField(
            label=_("Tệp này là"),
            choices=choices,
            initial=LETTER if is_letter else ATTACHMENT,
            widget=ChipsRadio,
            error_messages={"required": _("Hãy chọn tệp này là gì."), "invalid_choice": _("Hãy chọn tệp này là gì.")},
        )
        handed.role = self[name]

    def _tick(self) -> None:
        """Everything is proposed but what may be there already; sent back, the page shows what was ticked."""
        chosen = set(self.data.getlist("letters")) if self.is_bound else None
        for handed in self.handed:
            for found in handed.letters:
                alone = len(handed.letters) == 1
                found.ticked = (alone or not found.alike) if chosen is None else found.value in chosen

    @property
    def sentence(self) -> str:
        """What came, and what there is to decide."""
        letters, waiting = [sum(counts) for counts in zip(*self._counts(), strict=True)]
        if not waiting:
            return _("Mọi văn bản trong lần tải này đã có bản nháp.")
        if letters == 1 and not self.several:
            return _("Văn bản này có thể đã có trong hệ thống.")
        if self.several:
            words = _("Đã đọc %(files)d tệp, thấy %(letters)d văn bản. Hãy xem mỗi tệp là gì rồi tạo bản nháp.")
        else:
            words = _("Tệp có %(letters)d văn bản. Hãy chọn văn bản cần tạo bản nháp.")
        return words % {"files": len(self.handed), "letters": letters}

    @property
    def open_count(self) -> int:
        return sum(waiting for _letters, waiting in self._counts())

    def _counts(self) -> list[tuple[int, int]]:
        return [(len(each.letters), len(each.open)) for each in self.handed]

    def clean(self) -> dict:
        data = super().clean()
        roles = {each.file.order: data.get(f"role_{each.file.order}", LETTER) for each in self.handed}
        wanted = [tuple(int(part) for part in value.split(".")) for value in data.get("letters", [])]
        self.letters = [place for place in wanted if roles[place[0]] == LETTER]
        self.attached = [order for order, role in roles.items() if role == ATTACHMENT]
        if not self.letters and "letters" not in self.errors:
            self.add_error("letters", _("Hãy chọn ít nhất một văn bản để tạo bản nháp."))
        return data


def _drafts(files: list[IntakeFile]):
    return Directive.objects.filter(intake_file__in=files)


def _found(file: IntakeFile, alike: dict[Place, list[Directive]], drafts: dict) -> list[Found]:
    return [
        Found(
            (file.order, number),
            Reading.from_json(stored),
            alike.get((file.order, number), []),
            drafts.get((file.pk, number)),
        )
        for number, stored in enumerate(file.readings)
    ]


def _main(handed: list[Handed], issuer: Unit) -> Handed:
    """The file that is most likely the letter: the issuer's own heading first, then the fullest heading of Decree
    30/2020/NĐ-CP, then the first chosen."""
    return max(handed, key=lambda each: max((_heading(found.data, issuer) for found in each.letters), default=(-1, -1)))


def _heading(data: dict, issuer: Unit) -> tuple[int, int]:
    printed, own = fold(data["issuer"] or ""), fold(issuer.name)
    parts = ("number", "symbol", "issuer", "place", "date", "subject", "recipients", "cc")
    is_own = bool(printed) and (printed.startswith(own) or own.startswith(printed))
    return int(is_own), sum(bool(data[key]) for key in parts) + bool((data["signer"] or {}).get("name"))
