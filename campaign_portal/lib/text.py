"""Vietnamese text: one spelling to store, two to search, one key to sort by.

`nfc` is for storing what people type. `fold` and `fold_keeping_marks` are for finding it again, computed here and not
in the database, so that SQLite and PostgreSQL give the same answer. `sort_key` is for lists.
"""

import re
import unicodedata

TONES = {
    "\u0300": 1,
    "\u0309": 2,
    "\u0303": 3,
    "\u0301": 4,
    "\u0323": 5,
}  # huyền, hỏi, ngã, sắc, nặng: dictionary order
QUALITIES = "\u0302\u0306\u031b"  # the marks of â, ă, ơ: they make another letter, not another tone
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
SORT_KEY_LENGTH = 200

# Old Vietnamese fonts and foreign keyboards type these for đ.
_OTHER_D = str.maketrans({"ð": "đ", "ɖ": "đ"})
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SYLLABLE = re.compile(r"(qu(?=[aeiouy])|gi(?=[aeiouy])|[^aeiouy]*)([aeiouy]+)([^aeiouy]*)")
_END, _SPACE, _OTHER = "00", "01", "95"
_LETTER_CODES = {letter: f"{20 + place}" for place, letter in enumerate(LETTERS)}


def nfc(s: str) -> str:
    """Return the composed spelling, as stored; phones and PDF files often send the decomposed one."""
    return unicodedata.normalize("NFC", s)


def plain_words(s: str) -> str:
    """Return what a person typed in several lines, composed, without control characters and marks that turn the
    direction of writing; line breaks are one character, and nothing blank stands at either end."""
    lines = s.replace("\r\n", "\n").replace("\r", "\n")
    return nfc(_UNSEEN.sub("", lines)).strip()


def fold(s: str) -> str:
    """Return the search form: lower case, no marks, đ as d, anything that is not a letter or digit as one space.

    "duong" finds "Đường", "hoà" and "hòa" are one. `fold(fold_keeping_marks(s)) == fold(s)`.
    """
    plain = unicodedata.normalize("NFD", fold_keeping_marks(s)).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def fold_keeping_marks(s: str) -> str:
    """Return the form for exact-first ranking and name matching: like `fold`, but đ and all marks are kept.

    The tone stands where the older school puts it (hòa, thủy), wherever the writer put it.
    """
    plain = unicodedata.normalize("NFKC", s).lower().translate(_OTHER_D)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Cf")
    return " ".join(_place_tone(word) for word in _words(plain))


def sort_key(name: str, rank: str = "") -> str:
    """Return a string that sorts names in Vietnamese order: a ă â b c d đ e ê … o ô ơ … u ư …, tones after letters.

    Words are compared one by one, numbers by value (tổ 2 before tổ 10), case and punctuation do not count. The key is
    made of digits: those are ordered alike by SQLite and by every PostgreSQL collation, which letters are not.
    `rank` puts protocol before the alphabet; callers use digits of one fixed width. At most 200 characters: a longer
    name is compared by its beginning.
    """
    if rank and not (rank.isascii() and rank.isdigit()):
        raise ValueError("rank is made of digits")
    primary, tones = [], []
    for position, word in enumerate(fold_keeping_marks(name).split(" ")):
        primary.append(_SPACE if position else "")
        for part in re.findall(r"\d+|\D[^\w\s]*", unicodedata.normalize("NFD", word)):
            primary.append(_number_code(part) if part.isdecimal() else _letter_code(part))
            tones.append(str(_tone_of(part)))
    return f"{rank}{''.join(primary)}{_END}{''.join(tones)}"[:SORT_KEY_LENGTH]


def _words(decomposed: str) -> list[str]:
    kept = (c if c.isalnum() or unicodedata.combining(c) else " " for c in decomposed)
    return [nfc(word) for word in "".join(kept).split() if any(map(str.isalnum, word))]


def _place_tone(word: str) -> str:
    """Put the tone of one syllable on the letter the older school puts it on; leave alone what is no syllable."""
    marks = unicodedata.normalize("NFD", word)
    tones = [c for c in marks if c in TONES]
    letters = nfc("".join(c for c in marks if c not in TONES))
    bare = "".join(_base(letter) for letter in letters)
    syllable = _SYLLABLE.fullmatch(bare)
    if len(tones) != 1 or syllable is None or not set(letters) <= set(LETTERS):
        return word
    place = _tone_place(letters, syllable.start(2), syllable.end(2), bool(syllable[3]))
    return nfc(letters[: place + 1] + tones[0] + letters[place + 1 :])


def _tone_place(letters: str, start: int, end: int, closed: bool) -> int:
    """Say which letter carries the tone: the last of ă â ê ô ơ ư, else the last vowel of a closed syllable, else the
    first of two or the middle of three."""
    marked = [place for place in range(start, end) if letters[place] in "ăâêôơư"]
    if marked:
        return marked[-1]
    if closed:
        return end - 1
    return start + (end - start - 1) // 2


def _base(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[:1]


def _letter_code(part: str) -> str:
    letter = nfc("".join(c for c in part if c in QUALITIES or not unicodedata.combining(c)))
    return _LETTER_CODES.get(letter) or _LETTER_CODES.get(_base(letter), _OTHER)


def _number_code(digits: str) -> str:
    """Return a code that grows with the number: how many digits (at most 9 are looked at), then the digits."""
    short = str(int(digits[:9]))
    return f"{1 + len(short):02d}" + "".join(f"0{d}" for d in short)


def _tone_of(part: str) -> int:
    return next((TONES[c] for c in part if c in TONES), 0)
