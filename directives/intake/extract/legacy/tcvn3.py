"""TCVN3 (ABC): one byte per small letter; the fonts whose names end in H draw the same bytes as capitals."""

import re

_LETTERS = "ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_BYTES = (
    "A8A9AEAAABACAD"
    "B5B8B6B7B9BBBEBCBDC6C7CAC8C9CB"
    "CCD0CECFD1D2D5D3D4D6D7DDD8DCDE"
    "DFE3E1E2E4E5E8E6E7E9EAEDEBECEE"
    "EFF3F1F2F4F5F8F6F7F9FAFDFBFCFE"
)
_CAPITALS = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))

TABLE = {**dict(zip(bytes.fromhex(_BYTES).decode("latin-1"), _LETTERS, strict=True)), **_CAPITALS}
_TO_UNICODE = str.maketrans(TABLE)


# A word typed with Caps Lock: its plain letters are capitals, so are the others, whether the font is known or not.
_CAPITAL_WORD = re.compile(r"(?<!\w)[^\Wa-z]*[A-Z][^\Wa-z]*(?!\w)")


def decode(text: str, *, capitals: bool = False) -> str:
    """`text` holds the bytes as Latin-1 characters. `capitals`: its font draws small letters as capitals."""
    text = text.translate(_TO_UNICODE)
    return text.upper() if capitals else _CAPITAL_WORD.sub(_raised, text)


def _raised(match: re.Match) -> str:
    word = match[0]
    return word.upper() if sum(c.isupper() for c in word) > 1 or not word[0].isupper() else word
