"""Papers as pages show them: versions with what moved between them, and what a check finds."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import slugify

from reports.documents.compare import Moved, moved
from reports.documents.cut import cut_words
from reports.documents.kinds import KINDS, kind_of
from reports.documents.paper import figures
from reports.models import Document

MOST_MOVED = 200
"""Figures listed at once; a page says how many there are."""


@dataclass(frozen=True)
class Version:
    """A document in a list. `moved` is None where there is no earlier version to compare it with."""

    document: Document
    label: str
    cut: str
    moved: int | None = None


@dataclass(frozen=True)
class Checked:
    """What computing the figures again gave. `is_of_now`: they are those of this minute, not of the cut-off."""

    document: Document
    label: str
    cut: str
    total: int
    moved: list[Moved]
    is_of_now: bool

    @property
    def matches(self) -> bool:
        return not self.moved


def versions(rows: QuerySet[Document]) -> list[Version]:
    """The papers of one letter or unit, newest first, each beside the one before it of its series. One query."""
    newest = list(rows.select_related("asked_by", "docx", "pdf").order_by("-asked_at", "-pk"))
    found, before, made = [], {}, {row.pk: row for row in newest}
    for row in reversed(newest):
        earlier = made.get(row.merge.get("base")) or before.get(row.series)
        count = len(moved(earlier.facts, row.facts)) if earlier and row.is_done else None
        found.append(Version(row, str(kind_of(row).label), cut_words(row), count))
        if row.is_done:
            before[row.series] = row
    return found[::-1]


def earlier_of(document: Document) -> Document | None:
    """What a version is compared with: the one its Word file came from, else the last of its series made before it."""
    if base := document.merge.get("base"):
        return Document.objects.get(pk=base)
    rows = Document.objects.filter(series=document.series, state=Document.State.DONE, version__lt=document.version)
    return rows.order_by("-version").first()


def checked(document: Document) -> Checked:
    """Compose the paper again as of its cut-off, and lay its figures beside those it was made with."""
    kind = kind_of(document)
    again = {key: [each.text, each.label] for key, each in figures(kind.compose(document)).items()}
    return Checked(
        document=document,
        label=str(kind.label),
        cut=cut_words(document),
        total=len(document.facts),
        moved=moved(document.facts, again),
        is_of_now=kind.is_of_now,
    )


def file_name(document: Document, ending: str) -> str:
    """ "bao-cao-ket-qua-05-stttt-cntt-2024-11-20-b2.docx": kind, letter, day of its figures, version."""
    letter = document.directive
    about = slugify(f"{letter.number} {letter.symbol}".replace("/", " ")) if letter else ""
    parts = [KINDS[document.kind].file_name, about, f"{document.as_of:%Y-%m-%d}", f"b{document.version}"]
    return "-".join(part for part in parts if part) + f".{ending}"
