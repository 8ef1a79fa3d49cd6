"""What kinds of papers there are. A kind composes its paper from a `Document` row as of the row's cut-off, at any time.

Adding one: write `compose(document) -> Paper` (its figures as of `document.cut_at`), and add a `Kind` to `KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from directives.access import coordinates, reports_for
from directives.models import Delivery
from reports.models import Document

from . import reply
from .paper import Paper
from .report import compose as report


@dataclass(frozen=True)
class Kind:
    """`may_make(user, document)` is asked before a row is kept, its unit, directive, about and part filled in.

    `size(document)` says how many units it tells of: large ones are made in the background. `file_name` has no ending.
    `is_shared`: who oversees the letter reads it too. `is_of_now`: it composes what stands now, whatever its cut-off.
    """

    label: object
    compose: Callable[[Document], Paper]
    may_make: Callable[[object, Document], bool]
    file_name: str
    size: Callable[[Document], int] = lambda document: 1
    is_shared: bool = False
    is_of_now: bool = False


def kind_of(document: Document) -> Kind:
    return KINDS[document.kind]


def _issues(user, document: Document) -> bool:
    return document.unit_id == document.directive.issuer_id and coordinates(user, document.directive)


def _replies(user, document: Document) -> bool:
    return reports_for(user, document.unit_id)


def _recipients(document: Document) -> int:
    return Delivery.objects.filter(directive=document.directive_id, parent=None).count()


INTERIM, FINAL, REPLY = "report-interim", "report-final", "reply"
KINDS = {
    INTERIM: Kind(_("Báo cáo tiến độ"), report.interim, _issues, "bao-cao-tien-do", _recipients, is_shared=True),
    FINAL: Kind(_("Báo cáo kết quả"), report.final, _issues, "bao-cao-ket-qua", _recipients, is_shared=True),
    REPLY: Kind(_("Báo cáo của đơn vị"), reply.compose, _replies, "bao-cao-don-vi", is_of_now=True),
}
