"""From the words of a letter to units of the registry: pure matching, no database.

A phrase names units ("Sở Giáo dục và Đào tạo"), kinds of units ("các trường đại học, cao đẳng trên địa bàn"), or both.
Uncertain units are offered but not ticked; nothing is matched that the words do not say.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from campaign_portal.lib.text import fold
from units.models import Unit, UnitKind

KINDS_BY_WORDS: tuple[tuple[str, tuple[UnitKind, ...], tuple[UnitKind, ...]], ...] = (
    # words of the phrase, kinds they mean, kinds they may mean (offered, not ticked)
    (r"\bso\b.*\b(ban|nganh)\b|\bban nganh\b", (UnitKind.DEPARTMENT, UnitKind.AFFILIATE), (UnitKind.CENTRAL,)),
    (r"\bcac so\b", (UnitKind.DEPARTMENT,), (UnitKind.AFFILIATE, UnitKind.CENTRAL)),
    (
        r"\bdai hoc\b",
        (UnitKind.UNIVERSITY, UnitKind.UNIVERSITY_BRANCH),
        (UnitKind.ACADEMY, UnitKind.POLITICAL_SCHOOL),
    ),
    (r"\bcao dang\b", (UnitKind.COLLEGE,), ()),
    (r"\b(ubnd|uy ban nhan dan)\b.*\b(quan|huyen)\b", (UnitKind.DISTRICT_COMMITTEE,), ()),
    (r"\b(ubnd|uy ban nhan dan)\b.*\b(xa|phuong|thi tran)\b", (UnitKind.WARD_COMMITTEE,), ()),
    (r"\bto cong nghe so\b", (UnitKind.COMMUNITY_TEAM,), ()),
    (r"\b(doan the|mat tran|to chuc chinh tri)\b", (), (UnitKind.OTHER,)),
)
EVERYONE = re.compile(
    r"^(cac |quy )?(co quan|don vi|dia phuong)( (co quan|don vi|dia phuong|va|cac))*( (noi|duoc) .*)?$"
)
SCOPE = re.compile(
    r"\b(tren dia ban|truc thuoc|thuoc|cac quan|cac huyen|quan huyen|quan|huyen|thanh pho|tinh|toan)\b.*$"
)


@dataclass(frozen=True)
class Match:
    """A unit a phrase may mean; `chosen` is the proposal, the officer decides."""

    unit: Unit
    chosen: bool


def means_everyone(phrase: str | None) -> bool:
    """ "Các cơ quan, đơn vị" and the like: the instruction is for all recipients of the letter."""
    return not phrase or bool(EVERYONE.match(fold(phrase)))


def group_phrases(tasks: list[dict]) -> list[str]:
    """The groups that tasks of a reading name, each once, in the order of the letter; "all of you" is no group."""
    named = (task.get("recipient_group") or "" for task in tasks)
    return list(dict.fromkeys(phrase for phrase in named if not means_everyone(phrase)))


def match(phrase: str, units: Iterable[Unit]) -> list[Match]:
    """Units that the phrase names or means, in the order given; each once."""
    words = fold(phrase)
    found: dict[int, Match] = {}
    units = list(units)
    named = [unit for unit in units if _says(words, fold(unit.name))]
    named = [unit for unit in named if not any(_longer(other, unit) for other in named)]
    for unit in named:
        found[unit.pk] = Match(unit, True)
        words = words.replace(fold(unit.name), " ")
    for unit in units:
        if unit.pk not in found and (answer := _meant(words, unit)) is not None:
            found[unit.pk] = Match(unit, answer and unit.is_certain)
    return [found[unit.pk] for unit in units if unit.pk in found]


def _says(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def _longer(other: Unit, unit: Unit) -> bool:
    """ "Sở Y tế" is not meant where "Trường Cao đẳng Y tế Cần Thơ" holds its words."""
    return other.pk != unit.pk and fold(unit.name) in fold(other.name)


def _meant(words: str, unit: Unit) -> bool | None:
    """True: the phrase means this unit. False: it may. None: it does not."""
    maybe = None
    for pattern, meant, possible in KINDS_BY_WORDS:
        if re.search(pattern, words):
            if unit.kind in meant:
                return True
            if unit.kind in possible:
                maybe = False
    if unit.kind == UnitKind.DISTRICT_OFFICE and _same_office(words, unit):
        return True
    return maybe


def _same_office(words: str, unit: Unit) -> bool:
    """ "Phòng Văn hóa và Thông tin quận, huyện" means every office whose name begins with those words."""
    head = SCOPE.sub("", re.sub(r"^cac ", "", words)).strip()
    return head.startswith("phong ") and fold(unit.name).startswith(f"{head} ")
