"""VNI: the plain letter, then a byte that draws its marks; five vowels with a tone and đ have a byte of their own."""

import re
from unicodedata import normalize

# The bytes of á à ả ã ạ on a plain vowel, on one with a roof (â ê ô), and on ă.
_PLAIN, _ROOF, _BREVE = "ùøûõï", "áàåãä", "éèúüë"
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _table() -> dict[str, str]:
    """Code of VNI -> small letter."""
    table = {"aâ": "â", "eâ": "ê", "oâ": "ô", "aê": "ă", **_SINGLE}
    vowels = [(letter, letter, _PLAIN) for letter in "aeouy"] + [("ô", "ơ", _PLAIN), ("ö", "ư", _PLAIN)]
    vowels += [("a", "â", _ROOF), ("e", "ê", _ROOF), ("o", "ô", _ROOF), ("a", "ă", _BREVE)]
    for code, letter, marks in vowels:
        for mark, tone in zip(marks, _TONES, strict=True):
            table[code + mark] = normalize("NFC", letter + tone)
    del table["yï"]  # ỵ has a byte of its own
    return table


_SMALL = _table()
TABLE = {**_SMALL, **{code.upper(): letter.upper() for code, letter in _SMALL.items()}}
# A capital followed by the small mark is common too: "Aù".
_MIXED = {code[0].upper() + code[1]: letter.upper() for code, letter in _SMALL.items() if len(code) == 2}
_ALL = {**_MIXED, **TABLE}
_CODE = re.compile("|".join(sorted(map(re.escape, _ALL), key=len, reverse=True)))


def decode(text: str) -> str:
    """`text` holds the bytes as Latin-1 characters."""
    return _CODE.sub(lambda match: _ALL[match[0]], text)
