"""The files of a form over several attempts: on record before, taken in an earlier attempt, taken now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from reports.models import Action
from reports.queries.deeds import Proof as Shown
from reports.services.uploads import KINDS, MOST_FILES, each_once, take_in
from reports.services.what import Proof

from .kept import gone, proofs_of, token

MAX_SENTENCE = 400
"""Characters of a sentence about a refused file that travel with the form."""


def numbers(texts: Iterable[str]) -> set[int]:
    """The keys among what a browser sent."""
    return {int(each) for each in texts if each.isascii() and each.isdigit()}


def _refused_before(data: QueryDict) -> list[str]:
    if "without" in data:
        return []
    return [each[:MAX_SENTENCE] for each in data.getlist("refused")[:MOST_FILES] if each.strip()]


@dataclass
class Attached:
    """`before`: evidence on record; `removed`: the keys of those ticked off; `proofs`: new files, stored already;
    `refused`: a sentence for each file that was not taken, until the person says to save without it."""

    user: object
    before: list[Shown] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    proofs: list[Proof] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @classmethod
    def from_post(
        cls,
        request: HttpRequest,
        form,
        *,
        now: datetime,
        before: list[Shown] = (),
        fields: tuple[str, ...] = ("photos", "files"),
        kinds: tuple[str, ...] = KINDS,
        most: int = MOST_FILES,
    ) -> "Attached":
        """Take in what was sent with the form; what is wrong with a file becomes an error of its field.

        A refused file stays an error in the attempts after it, also where its bytes are not sent again, until
        `without` says to save without what was refused before. Where there is room for one file alone, a file that is
        chosen in its stead takes its place.
        """
        dropped = set(request.POST.getlist("drop"))
        tokens = [each for each in request.POST.getlist("kept") if each not in dropped]
        kept = proofs_of(tokens, request.user)
        removed = numbers(request.POST.getlist("remove"))
        is_replaced = most == 1 and any(name in request.FILES for name in fields)
        refused = [] if is_replaced else [(fields[0], sentence) for sentence in _refused_before(request.POST)]
        if lost := gone(tokens, request.user):
            words = _("%(count)d tệp gửi từ trước không còn dùng được. Hãy chọn lại tệp.")
            refused.append((fields[0], words % {"count": lost}))
        for name in fields:
            taken = take_in(request.FILES.getlist(name), now=now, kinds=kinds)
            kept += taken.proofs
            refused += [(name, sentence) for sentence in taken.refusals]
        sentences = {sentence: name for name, sentence in refused}
        for sentence, name in sentences.items():
            form.add_error(name, sentence)
        proofs = each_once(kept)
        self = cls(user=request.user, before=list(before), removed=removed, proofs=proofs, refused=list(sentences))
        excess = self.count - most
        if excess > 0:
            words = _("Mỗi lần nhận tối đa %(most)d tệp. Hãy bỏ bớt %(excess)d tệp rồi lưu lại.")
            form.add_error(fields[0], words % {"most": most, "excess": excess})
        return self

    @property
    def count(self) -> int:
        """How many files there would be after saving."""
        return len(self.proofs) + sum(each.is_file and each.pk not in self.removed for each in self.before)

    @property
    def on_record(self) -> list[tuple[Shown, bool]]:
        """Evidence on record with whether it is ticked off."""
        return [(each, each.pk in self.removed) for each in self.before]

    @property
    def kept(self) -> list[tuple[Proof, str]]:
        """New files with the signed name under which they travel to the next attempt."""
        return [(each, token(each, self.user)) for each in self.proofs]

    def left_out(self, action: Action) -> list[str]:
        """The names of new files that the action never bore: it was stored before they were sent."""
        borne = set(action.evidence.values_list("stored", flat=True))
        return [each.name for each in self.proofs if each.stored.pk not in borne]
