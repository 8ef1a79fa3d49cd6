"""Words that mean every unit of a kind, over the keys of `words_of`: "các sở, ban, ngành" is "cac so ban nganh"."""

import re
from dataclasses import dataclass

from units.models import UnitKind

K = UnitKind
_DISTRICTS, _WARDS = ("quan", "huyen", "tx"), ("xa", "phuong", "tt")
_LEVELS = r"(?:(?:quan|huyen|tx|tp|xa|phuong|tt)(?: |$))+"


@dataclass(frozen=True)
class Rule:
    """`meant` are kinds the words mean, `possible` those they may mean: offered, never ticked."""

    pattern: re.Pattern
    meant: tuple[UnitKind, ...]
    possible: tuple[UnitKind, ...] = ()


def _rule(pattern: str, meant=(), possible=()) -> Rule:
    return Rule(re.compile(rf"(?<!\S)(?:cac )?(?:{pattern})(?!\S)"), meant, possible)


RULES = (
    _rule(r"(?:so )?(?:cac )?ban (?:cac )?nganh|so nganh", (K.DEPARTMENT, K.AFFILIATE), (K.CENTRAL,)),
    Rule(re.compile(r"(?<!\S)(?:cac so|so(?=$| tp| tinh| \|))(?!\S)"), (K.DEPARTMENT,), (K.AFFILIATE, K.CENTRAL)),
    _rule(r"(?:co quan |don vi )*(?:trung uong|tw|nganh doc)", (K.CENTRAL,)),
    _rule(r"(?:truong )?dh", (K.UNIVERSITY, K.UNIVERSITY_BRANCH), (K.ACADEMY, K.POLITICAL_SCHOOL)),
    _rule(r"(?:truong )?cd", (K.COLLEGE,)),
    _rule(r"hoc vien", (K.ACADEMY,)),
    _rule(r"truong chinh tri", (K.POLITICAL_SCHOOL,)),
    _rule(r"to cong nghe so(?: cong dong)?", (K.COMMUNITY_TEAM,)),
    _rule(
        r"(?:uy ban )?mat tran(?: to quoc)?(?: viet nam)?|(?:hoi )?doan the|to chuc chinh tri(?: xa hoi)?",
        (),
        (K.OTHER,),
    ),
)
COMMITTEES = re.compile(rf"(?<!\S)(?:cac )?ubnd (?:(?:cac|cap) )*(?P<levels>{_LEVELS})")
LEVELS_ALONE = re.compile(rf"(?<!\S)cac (?P<levels>{_LEVELS})")
PASSED_OVER = re.compile(
    r"(?<!\S)(?:cac|quy|toan|cung|(?:dong (?:chan )?)?tren dia ban|truc thuoc|thuoc|cap tinh|cap tp|tp|tinh|ong|ba|"
    r"dong chi|giam doc|thu truong|chu tich|hieu truong|lanh dao|nhu tren|"
    r"de (?:b c|bao cao|biet|thuc hien|phoi hop))(?!\S)"
)
SCOPE_OF_OFFICES = re.compile(r"(?:(?:cac|cap|thuoc|ubnd|quan|huyen|tx|tp)(?: |$))+")
WITHIN = re.compile(r"(?<!\S)(?:truc thuoc|thuoc|tren dia ban|cua)(?: cac)?$")


def kinds_of_levels(levels: str) -> tuple[UnitKind, ...]:
    """Which committees "quận, huyện" or "xã, phường, thị trấn" means; "thành phố" only beside quận, huyện, thị xã."""
    said = levels.split()
    kinds = {K.DISTRICT_COMMITTEE: _DISTRICTS, K.WARD_COMMITTEE: _WARDS}
    return tuple(kind for kind, words in kinds.items() if any(word in said for word in words))
