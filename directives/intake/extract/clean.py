"""Normal form of a letter's text, and what makes it a letter at all."""

import re
import unicodedata

from ..alphabet import LOWER
from ..errors import IntakeError
from .breaks import with_lost_breaks
from .secrecy import require_no_stamp

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BREAKS_IN_PAGES = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width and soft hyphens, controls (except tab and newline), surrogates.
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# One sign for a hyphen and one for a dash: symbols such as "QĐ-UBND" are compared letter by letter.
_HYPHENS = re.compile(
    "[\u2010\u2011\u2043\u2212\ufe63\uff0d]|(?<=[^\\W\\d_])[\u2012-\u2015](?=\\w)|(?<=\\d)[\u2012-\u2015](?=[^\\W\\d_])"
)
_DASHES = re.compile("[\u2012\u2014\u2015]")
# Nothing is said by a sign that is repeated so often, or by so much white space; reading it would only take long.
_REPEATED = re.compile(r"(.)\1{199}\1+", re.DOTALL)
_BLANK = re.compile(r"\s{400,}")
# Word draws bullets from the private area of the Symbol and Wingdings fonts.
_BULLETS = re.compile("[\uf000-\uf0ff]")

# Marks that a conversion set down behind their line: "Giao duc va Đao tao. ́ ̣ ̀".
_STRAY_MARKS = re.compile(r"(?:(?:^|(?<![ \t])[ \t]+)[\u0300-\u036f]+)+", re.MULTILINE)

_MARKS = [
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        r"^[^\w\n]*kính\s+gửi\b|^.{2,80} điện:\s*$",
        r"nơi\s+nhận\s*:",
        r"\bsố\s*:?[\s\d.…]*/\s*(?:\d{4}\s*/\s*)?[a-zđ]{1,12}",
        r"cộng\s+h(?:oà|òa)\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam",
        r"^[^\w\n]*(?:v/v|về\s+việc)\b",
        r"\bngày[\s\d.…]*tháng[\s\d.…]*năm\s*\d{4}",
        rf"(?:^|\s)(?:kt|tm|tl|tuq)\.\s*[{LOWER}]{{3,}}",
        r"^[^\w\n]*(?:căn\s+cứ|thực\s+hiện)\b",
    )
]


def clean(text: str, *, keep_pages: bool = False) -> str:
    """NFC, `\\n` line ends, ordinary spaces and dashes, no invisible characters. `keep_pages`: "\\f" stays."""
    text = (_BREAKS_IN_PAGES if keep_pages else _BREAKS).sub("\n", unicodedata.normalize("NFC", text))
    text = _BULLETS.sub("•", _NOTHING.sub("", _SPACES.sub(" ", text)))
    text = _REPEATED.sub(lambda match: match[0][:200], _BLANK.sub(_shorter, text))
    text = _DASHES.sub("–", _HYPHENS.sub("-", text))
    return with_lost_breaks(unicodedata.normalize("NFC", _STRAY_MARKS.sub("", text)))


def _shorter(blank: re.Match) -> str:
    if "\f" in blank[0]:
        return "\n\n\f"
    return "\n\n" if "\n" in blank[0] else " " * 100


def require_letter(text: str) -> str:
    """The text itself, or IntakeError when it is empty, stamped secret, or has fewer than two marks of a letter."""
    if not text.strip():
        raise IntakeError("empty")
    require_no_stamp(text)
    if not is_letter(text):
        raise IntakeError("not_a_letter")
    return text


def is_letter(text: str) -> bool:
    """Whether the text has two marks of a letter."""
    return sum(bool(mark.search(text)) for mark in _MARKS) >= 2
