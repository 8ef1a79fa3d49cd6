"""A letter says the same however it is set: line widths, spaces, code points, quotes, dashes, bullets."""

import re
import textwrap
import unicodedata
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.intake import read_text

from .letters import TRUTH, letter

SEEN = sorted(f"seen/{path.stem}" for path in (TRUTH / "seen").glob("*.txt"))
LETTERS = ["can_tho_2024", "vinh_long", "dong_thap", "long_an", "bac_ninh", *SEEN]
MODEST = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)

_COLUMNS = re.compile(r"\S(?: {3,}| *\t)|^ {6,}| \| ")  # columns, what stands far to the right, rows of tables
_ITEM = re.compile(r"(?:[-–•+*]|\d+ ?[.)/]|[a-zđ]{1,2} ?\)|[IVX]+\.)\s")
_BULLET = re.compile(r"^( *)[-–•] (?=\S)", re.MULTILINE)
_QUOTES, _DASHES = re.compile("[“”„«»\"‘’']"), re.compile("[-–—]")


def told(text: str) -> dict:
    """What a letter says, whichever quotes and dashes it says it with."""
    return plain_signs(read_text(text).data)


@cache
def as_it_stands(name: str) -> dict:
    return told(letter(name))


def plain_signs(value):
    if isinstance(value, dict):
        return {key: plain_signs(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain_signs(each) for each in value]
    return _DASHES.sub("-", _QUOTES.sub('"', value)) if isinstance(value, str) else value


def bulleted(bullet: str):
    return lambda text: _BULLET.sub(rf"\g<1>{bullet} ", text)


def lettered(text: str) -> str:
    """Dashes as "a)", "b)", …: each list begins anew."""
    lines, count = [], 0
    for line in text.split("\n"):
        if _BULLET.match(line):
            line = _BULLET.sub(rf"\g<1>{'abcdeghiklmnopqrstuvxy'[count % 22]}) ", line)
            count += 1
        elif line.strip():
            count = 0
        lines.append(line)
    return "\n".join(lines)


def paragraphs(text: str) -> list[str]:
    """The lines with those that only go on with the one before put behind it."""
    found: list[str] = []
    for line in text.split("\n"):
        words, before = line.strip(), found[-1].strip() if found else ""
        goes_on = before and words[:1].islower() and not _ITEM.match(words)
        if goes_on and not _COLUMNS.search(line) and not _COLUMNS.search(before):
            found[-1] = f"{found[-1].rstrip()} {words}"
        else:
            found.append(line)
    return found


def joined(text: str) -> str:
    return "\n".join(paragraphs(text))


def wrapped(text: str, width: int) -> str:
    """Lines of at most `width` characters.

    Where the first word of a paragraph would not have fitted on the line before, a blank line sets it apart: else
    nobody could tell that it is one.
    """
    lines: list[str] = []
    for paragraph in paragraphs(text):
        own = [paragraph]
        if not _COLUMNS.search(paragraph):
            glued = re.sub(r" (?=[.;:)/,]+(?:\s|$))", "\xa0", paragraph)
            own = textwrap.wrap(glued, width, break_long_words=False, break_on_hyphens=False) or [""]
            first = own[0].split()[:1]
            if first and lines and lines[-1].strip() and len(lines[-1]) + 1 + len(first[0]) > 0.9 * width:
                lines.append("")
        lines += own
    return "\n".join(lines)


CHANGES = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "doubled spaces": lambda text: re.sub(r"(?<=\S) (?=\S)", "  ", text),
    "no-break spaces": lambda text: re.sub(r"(?<=\S) (?=\S)", "\xa0", text),
    "spaces at the ends of lines": lambda text: text.replace("\n", "  \n"),
    "straight quotes": lambda text: re.sub("[“”]", '"', text),
    "single quotes": lambda text: text.replace("“", "‘").replace("”", "’"),
    "pointed quotes": lambda text: text.replace("“", "«").replace("”", "»"),
    "hyphens for dashes": lambda text: re.sub("[–—]", "-", text),
    "dashes": lambda text: re.sub("(?<= )[-–—](?= )", "–", text),
    "long dashes": lambda text: re.sub("(?<= )[-–—](?= )", "—", text),
    "dashes everywhere": lambda text: text.replace("-", "–"),
    "long dashes everywhere": lambda text: text.replace("-", "—"),
    "no-break hyphens": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2011", text),
    "minus signs": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2212", text),
    "bullets -": bulleted("-"),
    "bullets –": bulleted("–"),
    "bullets +": bulleted("+"),
    "bullets •": bulleted("•"),
    "bullets *": bulleted("*"),
    "bullets ▪": bulleted("▪"),
    "bullets of Word": bulleted("\uf0b7"),
    "bullets without a space": lambda text: _BULLET.sub(r"\g<1>-", text),
    "bullets a)": lettered,
    "paragraphs on one line": joined,
    "lines of 40 characters": lambda text: wrapped(text, 40),
    "lines of 72 characters": lambda text: wrapped(text, 72),
    "lines of 120 characters": lambda text: wrapped(text, 120),
}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_letter_set_in_another_way_says_the_same(name, change):
    assert told(CHANGES[change](letter(name))) == as_it_stands(name)


@MODEST
@given(st.sampled_from(LETTERS), st.integers(min_value=40, max_value=120))
def test_the_width_of_lines_does_not_matter(name, width):
    assert told(wrapped(letter(name), width)) == as_it_stands(name)


@MODEST
@given(
    st.sampled_from(LETTERS),
    st.sampled_from(["-", "–", "•", "+", "*"]),
    st.sampled_from(["straight quotes", "single quotes", "pointed quotes"]),
    st.sampled_from(["hyphens for dashes", "dashes", "long dashes", "no-break hyphens"]),
    st.sets(st.sampled_from(["decomposed letters", "lines of Windows", "doubled spaces", "no-break spaces"])),
)
def test_changes_together_do_not_matter_either(name, bullet, quotes, dashes, others):
    text = bulleted(bullet)(letter(name))
    for change in (quotes, dashes, *sorted(others)):
        text = CHANGES[change](text)
    assert told(text) == as_it_stands(name)


def test_what_is_quoted_keeps_the_quotes_of_the_letter():
    subject = read_text(letter("dong_thap")).data["subject"]
    assert "“Xây dựng gia đình không bạo lực”" in subject
    assert '"Xây dựng gia đình' in read_text(CHANGES["straight quotes"](letter("dong_thap"))).data["subject"]


def test_the_changes_change_what_they_name():
    """A change that leaves every letter as it is would prove nothing."""
    texts = [letter(name) for name in LETTERS]
    assert [name for name, change in CHANGES.items() if all(change(text) == text for text in texts)] == []
