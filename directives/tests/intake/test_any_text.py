"""Whatever is pasted: only IntakeError is raised, and every span holds the words of its value."""

import contextlib
import json
import re
import textwrap
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directives.intake import IntakeError, Reading, read_text, read_upload

from .letters import CAMPAIGN_LETTER, TRUTH, letter

SLOW_START = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
CAMPAIGN = CAMPAIGN_LETTER.read_text(encoding="utf-8")

SEEN = sorted(f"seen/{path.stem}" for path in (TRUTH / "seen").glob("*.txt"))
PIECES = [
    *(line for name in ("can_tho_2024", "vinh_long", "dong_thap", *SEEN) for line in letter(name).splitlines()),
    "Số: 09/2009/CT-UBND",
    "KẾ HOẠCH",
    "1.1. Các xã, phường báo cáo trước 15 giờ, ngày 31/02/2025 (Thứ Hai)",
    "định kỳ sáu tháng báo cáo; trong thời hạn 05 ngày làm việc kể từ ngày nhận",
    "chậm nhất là ngày 99/99/9999 và trước ngày 01/01/0001",
    "KT. BỘ TRƯỞNG THỨ TRƯỞNG Nguyễn Thị Xuyên",
    "| a | b |",
    "________",
    "- ",
    "Phụ lục I",
]
letters_of_pieces = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=25).map("\n".join)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_at(reading: Reading, path: str) -> str:
    return squeezed(" ".join(reading.text[start:end] for start, end in reading.spans[path]))


def literal_values(data: dict):
    """(path, value) of everything that is quoted from the letter as it stands."""
    for key in ("number", "place", "subject", "issuer", "issuer_parent"):
        if data[key]:
            yield key, data[key]
    for key in ("recipients", "cc", "links", "emails", "attachments", "overseers"):
        yield from ((f"{key}.{at}", value) for at, value in enumerate(data[key]))
    for at, task in enumerate(data["tasks"]):
        yield f"tasks.{at}", task["text"]
        if task["recipient_group"]:
            yield f"tasks.{at}.group", task["recipient_group"]
        yield from ((f"tasks.{at}", name) for name in task["coordinating"] if name in task["text"])
    yield from ((f"legal_bases.{at}", basis["number"]) for at, basis in enumerate(data["legal_bases"]))
    if data["signer"]["name"]:
        yield "signer", data["signer"]["name"]
    yield from ((f"deadlines.{at}", deadline["phrase"]) for at, deadline in enumerate(data["deadlines"]))


def check(reading: Reading) -> None:
    assert unicodedata.is_normalized("NFC", reading.text)
    for spans in [*reading.spans.values(), *(finding["spans"] for finding in reading.findings)]:
        assert spans
        assert all(0 <= start < end <= len(reading.text) for start, end in spans)
    for path, value in literal_values(reading.data):
        assert squeezed(value) in words_at(reading, path), path
    assert set(reading.reasons) == {path for path, sure in reading.confidence.items() if sure == "doubt"}
    stored = json.loads(json.dumps(reading.to_json(), ensure_ascii=False))
    assert Reading.from_json(stored) == reading


def read_or_none(read, *arguments) -> Reading | None:
    """The reading, or None for a refusal; any other exception fails the test."""
    with contextlib.suppress(IntakeError):
        return read(*arguments)
    return None


@pytest.mark.parametrize("name", SEEN)
def test_every_value_of_a_letter_stands_where_its_span_says(name):
    check(read_text(letter(name)))


@SLOW_START
@given(st.one_of(st.text(), letters_of_pieces))
@example(CAMPAIGN)
@example(letter("vinh_long"))
@example(letter("dong_thap"))
def test_any_text_is_read_or_refused(text):
    reading = read_or_none(read_text, text)
    if reading:
        check(reading)


@SLOW_START
@given(st.sampled_from(["a.txt", "a.md", "a.docx", "a.doc", "a.pdf", "a", "", "a.exe"]), st.binary(max_size=300))
@example("a.docx", b"PK\x03\x04")
@example("a.docx", b"PK\x05\x06" + bytes(18))
def test_any_bytes_are_read_or_refused(name, data):
    reading = read_or_none(read_upload, name, data)
    if reading:
        check(reading)


def wrapped(text: str, width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.split("\n"))


def as_read(text: str) -> dict:
    return read_text(text).data


@SLOW_START
@given(st.integers(min_value=40, max_value=130))
@example(40)
@example(72)
def test_line_width_does_not_change_the_reading(width):
    assert as_read(wrapped(CAMPAIGN, width)) == as_read(CAMPAIGN)


@SLOW_START
@given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["-", "–", "•", "+", "*"]), st.booleans())
def test_spelling_spaces_and_bullets_do_not_change_the_reading(decomposed, doubled, windows, bullet, blank_lines):
    text = re.sub(r"^- ", f"{bullet} ", CAMPAIGN, flags=re.MULTILINE)
    text = re.sub(r"(?<=\S) (?=\S)", "  ", text) if doubled else text
    text = text.replace("\n", "\n\n") if blank_lines else text
    text = text.replace("\n", "\r\n") if windows else text
    text = unicodedata.normalize("NFD", text) if decomposed else text
    assert as_read(text) == as_read(CAMPAIGN)


def test_every_field_of_the_campaign_letter_points_at_its_words():
    reading = read_text(CAMPAIGN)
    assert words_at(reading, "symbol") == "STTTT-CNTT/VT"
    assert words_at(reading, "deadlines.0") == "từnayđếnhếtngày20/11/2024"
    assert words_at(reading, "tasks.2.group") == squeezed(reading.data["tasks"][2]["recipient_group"])
    assert words_at(reading, "legal_bases.1") == squeezed(
        "4322/BTTTT-CATTT ngày 13 tháng 10 năm 2024 Bộ Thông tin và Truyền thông"
    )
    assert words_at(reading, "signer") == squeezed("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Hữu Thanh Bình")
    paths = {path for path, _ in literal_values(reading.data)}
    assert paths <= set(reading.spans)
