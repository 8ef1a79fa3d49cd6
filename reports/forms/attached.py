"""The files of a form over several attempts: on record before, taken in an earlier attempt, taken now."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from reports.queries.deeds import Proof as Shown
from reports.services.actions import Proof
from reports.services.uploads import KINDS, MOST_FILES, each_once, take_in

from .kept import proofs_of, token


@dataclass
class Attached:
    """`before`: evidence on record; `removed`: the keys of those ticked off; `proofs`: new files, stored already."""

    user: object
    before: list[Shown] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    proofs: list[Proof] = field(default_factory=list)

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
        """Take in what was sent with the form; what is wrong with a file becomes an error of its field."""
        dropped = set(request.POST.getlist("drop"))
        kept = proofs_of([each for each in request.POST.getlist("kept") if each not in dropped], request.user)
        removed = {int(key) for key in request.POST.getlist("remove") if key.isascii() and key.isdigit()}
        for name in fields:
            taken = take_in(request.FILES.getlist(name), now=now, kinds=kinds)
            kept += taken.proofs
            for sentence in taken.refusals:
                form.add_error(name, sentence)
        self = cls(user=request.user, before=list(before), removed=removed, proofs=each_once(kept))
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
