"""Words that mean every unit of a kind, over the keys of `words_of`: "các sở, ban, ngành" is "cac so ban nganh"."""

import re
from dataclasses import dataclass

from units.models import UnitKind

K = UnitKind
COMMITTEE_KINDS = (K.DISTRICT_COMMITTEE, K.WARD_COMMITTEE)
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
    _rule(
        r"(?:so )?(?:co quan )?(?:cac )?ban (?:cac )?nganh|so (?:cac )?nganh", (K.DEPARTMENT, K.AFFILIATE), (K.CENTRAL,)
    ),
    Rule(re.compile(r"(?<!\S)cac so(?!\S)"), (K.DEPARTMENT,), (K.AFFILIATE, K.CENTRAL)),
    # One "Sở" may be any of them, or the issuer itself: "lãnh đạo Sở".
    Rule(re.compile(r"(?<!\S)so(?=$| tp| tinh| \|)"), (), (K.DEPARTMENT, K.AFFILIATE, K.CENTRAL)),
    _rule(r"(?:co quan |don vi )*(?:trung uong|tw|nganh doc)", (K.CENTRAL,)),
    _rule(r"(?:truong |co so giao duc )?dh", (K.UNIVERSITY, K.UNIVERSITY_BRANCH), (K.ACADEMY, K.POLITICAL_SCHOOL)),
    _rule(r"(?:truong )?cd", (K.COLLEGE,)),
    _rule(r"co so (?:giao duc )?nghe nghiep", (), (K.COLLEGE,)),
    _rule(
        r"(?<!thu )(?<!hieu )truong(?: hoc)?(?=$| \||(?: dong)? tren dia ban)",
        (),
        (K.UNIVERSITY, K.UNIVERSITY_BRANCH, K.COLLEGE),
    ),
    _rule(r"hoc vien", (K.ACADEMY,)),
    _rule(r"truong chinh tri", (K.POLITICAL_SCHOOL,)),
    _rule(r"to cong nghe so_?(?: cong dong)?", (K.COMMUNITY_TEAM,)),
    _rule(
        r"(?:uy ban )?(?:mat tran|mttq)(?: viet nam)?|(?:hoi )?doan the|to chuc chinh tri(?: xa hoi)?",
        (),
        (K.OTHER,),
    ),
)
COMMITTEES = re.compile(rf"(?<!\S)(?:cac )?ubnd (?:(?:cac|cap) )*(?:(?P<count>\d{{1,3}}) )?(?P<levels>{_LEVELS})")
LEVELS_ALONE = re.compile(rf"(?<!\S)cac (?P<levels>{_LEVELS})")
PASSED_OVER = re.compile(
    r"(?<!\S)(?:cac|quy|toan|cung|(?:dong (?:chan )?)?tren dia ban|truc thuoc|thuoc|cap tinh|cap tp|tp|tinh|ong|ba|"
    r"dong chi|giam doc|thu truong|chu tich|hieu truong|lanh dao|nhu tren|"
    r"de (?:b c|bao cao|biet|thuc hien|phoi hop))(?!\S)"
)
SCOPE_OF_OFFICES = re.compile(r"(?:(?:cac|cap|thuoc|ubnd|quan|huyen|tx|tp)(?: |$))+")
BELOW = re.compile(
    r"(?<!\S)(?:cac )?(?:(?:co quan|don vi|phong|ban|chi cuc|trung tam|to chuc|chuyen mon|su nghiep|cac) )+"
    r"(?:truc )?thuoc(?: (?P<own>so|(?:ubnd )?(?:tp|tinh))(?=$| \|))?(?!\S)"
)
OWN_WORDS = {"so": K.DEPARTMENT, "tp": K.CITY_COMMITTEE, "tinh": K.CITY_COMMITTEE}
"""What an issuer of a kind calls itself: "các đơn vị trực thuộc Sở"."""
ELSEWHERE = re.compile(
    r"(?<!\S)(?:(?:ubnd )?cac tinh tp(?: truc thuoc (?:trung uong|tw))?|"
    r"(?:cac )?bo (?:co quan )?(?:ngang bo |nganh )*(?:(?:o )?(?:trung uong|tw))?|"
    r"tp truc thuoc (?:trung uong|tw))(?= |$)"
)
"""Words for bodies outside the registry that hold words for bodies in it."""
SPELT = {"so": "sở", "nganh": "ngành", "bo": "bộ", "quan": "quận", "xa": "xã"}
"""Words whose other spellings are other words: "số" is no "Sở". """
WITHIN = re.compile(r"(?<!\S)(?:truc thuoc|thuoc|tren dia ban|cua)(?: cac)?$")


def kinds_of_levels(levels: str) -> tuple[UnitKind, ...]:
    """Which committees "quận, huyện" or "xã, phường, thị trấn" means; "thành phố" only beside quận, huyện, thị xã."""
    said = levels.split()
    kinds = {K.DISTRICT_COMMITTEE: _DISTRICTS, K.WARD_COMMITTEE: _WARDS}
    return tuple(kind for kind, words in kinds.items() if any(word in said for word in words))
