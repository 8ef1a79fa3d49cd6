"""The letters of a PDF: Times New Roman where the machine has it whole, else one of its measures, else Libertinus.

Fonts are picked by file, never by name: the "Liberation Serif" of some systems lacks 93 Vietnamese letters.
"""

import unicodedata
from functools import cache
from itertools import product
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDERS = (
    ("Times New Roman", Path("/usr/share/fonts/truetype/msttcorefonts"), "Times_New_Roman*.ttf"),
    ("Times New Roman", Path("/usr/local/share/fonts/times-new-roman"), "*.ttf"),
    ("Liberation Serif", Path("/usr/share/fonts/truetype/liberation2"), "LiberationSerif-*.ttf"),
)
EMBEDDED = "Libertinus Serif"
"""Comes with typst, with every Vietnamese letter."""
STYLES = 4
"""Upright, bold, italic, and both."""


@cache
def family() -> tuple[tuple[str, ...], str]:
    """The font to ask for first with the one that is always there, and the folder it lies in ("" for the latter)."""
    for name, folder, pattern in FOLDERS:
        files = sorted(folder.glob(pattern)) if folder.is_dir() else []
        if len(files) >= STYLES and all(is_whole(path) for path in files):
            return (name, EMBEDDED), str(folder)
    return (EMBEDDED,), ""


def is_whole(path: Path) -> bool:
    """Whether the font has every letter of Vietnamese and the signs of its papers."""
    with TTFont(path, lazy=True) as font:
        return letters() <= font.getBestCmap().keys()


@cache
def letters() -> frozenset[int]:
    """Code points of every Vietnamese letter with every tone, of both cases, and of № “ ” – … ."""
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = [unicodedata.normalize("NFC", each + tone) for each, tone in product("aăâeêioôơuưy", tones)]
    return frozenset(map(ord, "".join(vowels) + "".join(vowels).upper() + "đĐ№“”–…"))
