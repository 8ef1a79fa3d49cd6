"""Numbers of a paper, and sentences that hold them."""

import re

from campaign_portal.lib.numbers import number_text
from reports.summary.figures import percent

from .paper import Figure, Piece

SLOT = re.compile(r"%\((\w+)\)s")


def figure(key: str, value: int, label: str = "") -> Figure:
    return Figure(key, number_text(value), label)


def share(key: str, part: int, whole: int, label: str = "") -> Figure:
    """Rounded down, so that 100% means all; "–" where there is nothing to divide by."""
    found = percent(part, whole)
    return Figure(key, "–" if found is None else f"{found}%", label)


def said(words: str, **pieces: Piece) -> tuple[Piece, ...]:
    """A translated sentence with pieces in its slots: said(_("%(done)s đơn vị"), done=figure(…))."""
    parts = SLOT.split(words)
    told = [pieces[part] if at % 2 else part.replace("%%", "%") for at, part in enumerate(parts)]
    return tuple(piece for piece in told if piece != "")
