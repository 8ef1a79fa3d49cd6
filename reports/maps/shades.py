"""How much of a place's work is done, as one of five shades: a colour, a pattern and a word each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Shade:
    """`fill` is the ground, `line` what is hatched on it (or its outline, where `is_hollow`): light theme and paper.

    `pitch`: distance of the hatching in pixels, 0 for none; the closer the lines, the more is done.
    """

    key: str
    word: str | Promise
    fill: str
    line: str
    pitch: int = 0
    is_hollow: bool = False


SHADES = {
    shade.key: shade
    for shade in (
        Shade("all", _("hoàn thành tất cả"), "#bfe5cd", "#11633a"),
        Shade("most", _("hoàn thành từ một nửa trở lên"), "#b5dcf2", "#318fc4", pitch=5),
        Shade("some", _("hoàn thành dưới một nửa"), "#def1fb", "#66b0da", pitch=10),
        Shade("none", _("chưa hoàn thành nhiệm vụ nào"), "#ffffff", "#b87300", is_hollow=True),
        Shade("void", _("không có số liệu"), "#f4f6f9", "#7b8698", is_hollow=True),
    )
}


def shade_of(done: int, total: int) -> str:
    """The key of the shade for a share; a place of which nothing is asked has no share."""
    if total <= 0:
        return "void"
    if done <= 0:
        return "none"
    if done >= total:
        return "all"
    return "most" if done * 2 >= total else "some"
