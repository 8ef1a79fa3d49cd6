"""Words as worn scans give them back: with fewer marks than they had ("Đê nghị", "bao cao", "Sô:")."""

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _without_tone(char: str) -> str:
    parts = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in _TONES)
    return unicodedata.normalize("NFC", parts)


def _bare(char: str) -> str:
    return {"đ": "d", "Đ": "D"}.get(char) or unicodedata.normalize("NFD", char)[0]


def worn(words: str) -> str:
    """A pattern for the words that also takes each letter with marks lost; "để" stays another word than "đề".

    `words` is plain text, or alternatives of it: nothing in square brackets and no escapes with letters.
    """
    return "".join(_as_class(char) for char in words)


def blurred(words: str) -> str:
    """The same, and with one tone read for another ("thảng", "yêu cẩu"): for words that no such slip makes another."""
    return "".join(_as_class(char, *_toned(_without_tone(char))) for char in words)


def _toned(char: str) -> list[str]:
    toned = (unicodedata.normalize("NFC", char + tone) for tone in _TONES)
    return [form for form in toned if len(form) == 1] if _bare(char).lower() in "aeiouy" else []


def _as_class(char: str, *others: str) -> str:
    forms = dict.fromkeys((char, _without_tone(char), _bare(_without_tone(char)), *others))
    return char if len(forms) == 1 else f"[{''.join(forms)}]"
