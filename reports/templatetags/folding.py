"""Long words of other people on a page: the beginning stands open, the rest is folded. `{% load folding %}`."""

import re

from django import template

register = template.Library()

OPEN = 600
"""How much of a long text is read without unfolding, in characters."""

SHORT_ENOUGH = OPEN * 3 // 2
"""A text up to this long is not worth folding."""

ENDS = (r"\n\s*", r"[.!?…]\s+", r"\s+")
"""Where a text may be parted, the best first."""


@register.filter
def parted(text: str) -> tuple[str, str]:
    """The beginning and the rest, parted at the end of a line, a sentence or a word; nothing is left out."""
    if len(text) <= SHORT_ENOUGH:
        return text, ""
    for end in ENDS:
        places = [found.end() for found in re.finditer(end, text[:OPEN]) if found.end() > OPEN // 2]
        if places:
            return text[: places[-1]], text[places[-1] :]
    return text[:OPEN], text[OPEN:]
