"""Whether a word can be a Vietnamese syllable: the measure by which a wrong encoding shows itself."""

import re
from functools import lru_cache
from string import ascii_letters
from unicodedata import normalize

from ...alphabet import LOWER, UPPER

_ALPHABET = {*re.sub(r"\W|a-z|A-Z", "", LOWER + UPPER), *ascii_letters}
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:oao|oai|oay|oeo|uây|uyê|uyu|uya|iêu|yêu|uôi|ươi|ươu|"
    r"ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|"
    r"[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)


@lru_cache(maxsize=20_000)
def is_marked_syllable(word: str) -> bool:
    """Whether `word` is one syllable in one case (or with a capital) that bears a tone or a letter beyond ASCII.

    Single letters are none: signs such as "©" would be.
    """
    if word.isascii() or not 1 < len(word) <= 8 or not (word.islower() or word.isupper() or word.istitle()):
        return False
    if not _ALPHABET.issuperset(word):
        return False  # "ñ" would pass for an n with a tone
    bare, tones = _TONES.subn("", normalize("NFD", word.lower()))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(normalize("NFC", bare)))
