"""Earlier letters that this one extends, amends, corrects, replaces, recalls or urges; a mere basis is none of these.

Decree 30/2020/NĐ-CP, article 18: a letter is mended or taken back by another letter, which names it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..layout import Letter
from ..passage import Passage
from ..sheet import Sheet
from .bases import CITED
from .dates import DATE, parse
from .heading import tidy_symbol
from .kinds import DOCUMENT, PASSIVES, TRAIL, VERBS, Verb
from .preamble import ASKS
from .sentences import sentences
from .vocabulary import spelled_out

_TYPE_CODES = {"QĐ", "KH", "CT", "CĐ", "TB", "GM", "BC", "HD", "TTR", "NQ", "CTR", "TT", "NĐ", "QC", "PA", "ĐA"}
_DAY = re.compile(rf"\s*,?\s*(?:ký |ban hành |phát hành )?ngày\s+(?P<day>{DATE})")
_OF = re.compile(
    r"\s*,?\s*của\s+(?P<issuer>"
    r"(?:(?!\b(?:về|V/v|ban hành|nêu|yêu cầu|đề nghị|đến|bằng|được|hết|và (?:Công|Quyết|Kế))\b)[^;.():“\",])+)"
)
_ON = re.compile(
    r"\s*,?\s*(?:về việc|về|V/v)\s+(?P<subject>(?:(?!, (?:nay|trong đó|theo đó|Sở|Bộ|Ủy ban|UBND)\b)[^;.()])+)"
)
_ISSUED = re.compile(rf"^Ngày\s+(?P<day>{DATE})\s*,[^.;:()]{{3,120}}?(?:ban hành|gửi|có)\s+[^.;:()/]{{3,40}}$")
_NEXT = re.compile(rf"\s*(?:[,;]|,?\s(?:và|cùng|với))\s*(?:các\s+)?(?:{DOCUMENT}\s*)?", re.IGNORECASE)
# Behind these words a verb tells of what others do, did or may do.
_TOLD = re.compile(r"\b(?:được|bị|đã|đang|chưa|từng|sẽ|không|nếu|khi|việc|theo)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OTHER_ACTS = re.compile(
    rf"(?:{DOCUMENT}|nghị định|thông tư|luật|pháp lệnh|dự thảo|tờ trình)\s+$|"
    r"\b(?:dự thảo|góp ý|ý kiến|tham mưu|trình|xin|kiến nghị|rà soát|phúc đáp|trả lời|đề xuất|phổ biến|quán triệt|"
    r"báo cáo|hướng dẫn|triển khai|về việc|v/v)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(rf"{DOCUMENT}\s+này\b", re.IGNORECASE)
_LEAD = re.compile(r"(?:nay|do đó|vì vậy|theo đó|đồng thời|trên đây|ngoài ra|bên cạnh đó|riêng|,|\s)*$", re.IGNORECASE)
_BODY_NAME = re.compile(
    r"(?:^|[,;] |\bnay,? )(?P<name>(?:Sở|Bộ|Ủy ban|Uỷ ban|UBND|Cục|Chi cục|Ban|Văn phòng|Phòng|Trung tâm|Trường|"
    r"Công an|Hội|Chủ tịch|Thủ tướng)\b[^;:.]*?)\s*(?:(?:xin|quyết định|thông báo|thống nhất|đồng ý|ban hành|nay)\s+"
    r"(?:việc\s+)?|,\s*)*$"
)
_BASIS = re.compile(r"(?:căn cứ|thực hiện|theo)\b", re.IGNORECASE)
_LONGEST = 3000  # characters of a sentence
_QUOTES = str.maketrans('”"', "““")

UNNUMBERED = "Văn bản không ghi số của văn bản liên quan ngay tại câu này; hiểu là văn bản đã dẫn ở trên. Hãy kiểm tra."
UNDATED = "Không ghi ngày của văn bản liên quan; hãy đối chiếu."
FOREIGN = "Số, ký hiệu cho thấy văn bản liên quan của cơ quan khác; hãy kiểm tra."


@dataclass(frozen=True)
class Reference:
    """A letter as it is cited: where its words stand and what they say."""

    number: str
    start: int
    end: int  # of the number with its day
    tail: int  # of everything said of it
    day: str | None = None
    issuer: str = ""
    subject: str | None = None


@dataclass
class Found:
    """A relation with all the places that state it."""

    kind: str
    number: str
    doubts: set[str]
    day: str | None = None
    subject: str | None = None
    words: list[Passage] = field(default_factory=list)


def read_about(letter: Letter, sheet: Sheet) -> None:
    """Fills `about`: {"kind", "number", "date", "subject"} for each earlier letter of which this one says so.

    `number` is printed as cited ("1206/STTTT-CNTT"), `date` an ISO day or None, `subject` the words behind "về việc".
    """
    _Reader(letter, sheet).read()


class _Reader:
    def __init__(self, letter: Letter, sheet: Sheet):
        self._letter = letter
        self._sheet = sheet
        self._found: dict[tuple[str, str], Found] = {}
        self._cited: list[tuple[Reference, Passage]] = []  # the issuer's own letters, in order
        self._hinted: list[tuple[Verb, Passage]] = []  # a subject that names no letter
        self._weak: list[tuple[Verb, Passage]] = []
        self._issuer = spelled_out(sheet.data["issuer"] or "")
        self._code = _code(sheet.data["symbol"] or "")
        self._given = [
            (sheet.reading.spans[f"tasks.{at}"][0][0], sheet.reading.spans[f"tasks.{at}"][-1][1])
            for at, task in enumerate(sheet.data["tasks"])
            if task["recipient_group"]
        ]

    def read(self) -> None:
        if "subject" in self._sheet.reading.spans:
            spans = self._sheet.reading.spans["subject"]
            self._read_sentence(Passage.of(self._letter.text, *spans), titled=True)
        for item in self._letter.paragraphs():
            words = item.all_words
            for start, end in sentences(words.text) if item.kind != "row" else ():
                self._read_sentence(words.part(start, min(end, start + _LONGEST)))
        for verb, words in self._hinted:
            self._infer(verb, words)
        for verb, words in self._weak if not self._found else ():
            self._infer(verb, words, last=True)
        for found in self._found.values():
            self._write(found)

    def _read_sentence(self, words: Passage, titled: bool = False) -> None:
        references = list(_references(words.text))
        if not titled:
            self._cited += [(each, words) for each in references if self._is_own(each)]
        for verb in VERBS:
            for match in verb.pattern.finditer(words.text):
                if self._acts(words, match, verb, titled):
                    self._object(words, match, verb, references, titled)
        for verb in PASSIVES:
            self._passive(words, verb, references)

    def _object(self, words: Passage, match: re.Match, verb: Verb, references: list[Reference], titled: bool) -> None:
        """The letters that the verb at `match` is about."""
        first = next((each for each in references if each.start >= match.end()), None)
        named = first and verb.reaches(words.text[match.end() : first.start])
        if named:
            kin = _listed(words.text, references[references.index(first) :])
            for each in kin:
                if self._fits(each, verb, words.text[: match.start()], titled) and (each is first or self._like(each)):
                    self._keep(verb, each, words, words.group(match))
        elif titled and not first and verb.hints(words.text[match.end() :]):
            self._hinted.append((verb, words.group(match)))
        elif verb.weak and not titled:
            self._weak.append((verb, words.group(match)))
        elif not titled and verb.goes_on.match(words.text, match.end()):
            self._infer(verb, words.group(match), last=True)

    def _acts(self, words: Passage, match: re.Match, verb: Verb, titled: bool) -> bool:
        """Whether the letter itself does what the verb says."""
        before = words.text[: match.start()]
        if before.translate(_QUOTES).count("“") % 2 or _TOLD.search(before):
            return False
        if titled:
            return not CITED.search(before) and not _OTHER_ACTS.search(before.removeprefix("Về việc "))
        itself = _ITSELF.search(before)
        if itself:
            return not CITED.search(before, itself.end())
        if verb.repeats:
            return not re.search(rf"(?:{DOCUMENT}|nghị định|luật)\s+$|về việc", before, re.IGNORECASE)
        if _LEAD.match(before):
            return not self._is_given(words.group(match))
        return not ASKS.search(before.removesuffix("thông báo ")) and self._speaks(before)

    def _is_given(self, words: Passage) -> bool:
        """Whether the words stand in a task of somebody named."""
        return any(start <= words.offsets[0] < end for start, end in self._given)

    def _speaks(self, before: str) -> bool:
        """Whether the last words before the verb name the issuer: "…, Sở Y tế"."""
        named = _BODY_NAME.search(before[-160:])
        if not named or CITED.search(named["name"]):
            return False
        name = spelled_out(named["name"]).split(",")[0].strip()
        return not self._issuer or _same_name(name, self._issuer)

    def _fits(self, each: Reference, verb: Verb, before: str, titled: bool) -> bool:
        own = self._is_own(each)
        if each.number == self._number():
            return False
        if verb.repeats and not titled or ASKS.search(before):
            return own is True
        return own is not False or titled or verb.kind in ("replaces", "recalls", "corrects")

    def _like(self, each: Reference) -> bool:
        """Further letters of a list may belong to what the first one is about."""
        return self._is_own(each) is not False

    def _passive(self, words: Passage, verb: Verb, references: list[Reference]) -> None:
        """ "Công văn số … được thay thế bằng Công văn này"."""
        for match in verb.pattern.finditer(words.text):
            before = [each for each in references if each.end <= match.start()]
            if not before or any(each.start > match.start() and each.start < match.end() for each in references):
                continue
            group = [before[-1]]
            for each in reversed(before[:-1]):
                if len(_listed(words.text, [each, group[0]])) == 2:
                    group.insert(0, each)
            for each in group if not _BASIS.match(words.text) else ():
                if self._is_own(each) is not False and each.number != self._number():
                    self._keep(verb, each, words, words.group(match))

    def _infer(self, verb: Verb, words: Passage, last: bool = False) -> None:
        """A relation to the issuer's own letters cited elsewhere, where none of its kind is named."""
        if any(kind == verb.kind for kind, _ in self._found):
            return
        for each, around in self._cited[-1:] if last else self._cited:
            self._keep(verb, each, around, words, doubt=UNNUMBERED)

    def _keep(self, verb: Verb, each: Reference, around: Passage, said: Passage, doubt: str = "") -> None:
        found = self._found.setdefault((verb.kind, _plain(each.number)), Found(verb.kind, each.number, set()))
        if not found.words:
            found.doubts = {doubt or verb.doubt} - {""}
        elif not (doubt or verb.doubt):
            found.doubts = set()
        if self._is_own(each) is False:
            found.doubts.add(FOREIGN)
        found.words += [said, around.part(each.start, each.end)]
        found.day = found.day or each.day
        found.subject = found.subject or each.subject

    def _write(self, found: Found) -> None:
        """One entry; what the letter says of the same letter elsewhere fills in its day and subject."""
        if found.kind == "recalls" and ("replaces", _plain(found.number)) in self._found:
            return  # "thu hồi và thay thế"
        same = [each for each, _ in self._cited if _plain(each.number) == _plain(found.number)]
        day = found.day or next((each.day for each in same if each.day), None)
        subject = found.subject or next((each.subject for each in same if each.subject), None)
        entry = {"kind": found.kind, "number": found.number, "date": day, "subject": subject}
        doubts = sorted(found.doubts) + ([] if day else [UNDATED])
        self._sheet.add("about", entry, *found.words, doubt=" ".join(doubts))

    def _number(self) -> str:
        return f"{self._sheet.data['number']}/{self._sheet.data['symbol']}"

    def _is_own(self, each: Reference) -> bool | None:
        """Whether the same issuer wrote it, by its name or the code in its symbol; None when neither tells."""
        code = _code(each.number.partition("/")[2])
        same_code = code == self._code if code and self._code else None
        if each.issuer and self._issuer:
            return _same_name(spelled_out(each.issuer), self._issuer) or (None if same_code else False)
        return same_code


def _references(text: str) -> Iterator[Reference]:
    for match in CITED.finditer(text):
        day = _DAY.match(text, match.end())
        end = day.end() if day else match.end()
        issuer = _OF.match(text, end)
        tail = issuer.start("issuer") + len(issuer["issuer"].rstrip()) if issuer else end
        day = day or _DAY.match(text, tail) or _ISSUED.search(text[: match.start()])
        subject = _ON.match(text, tail)
        parsed = parse(day["day"]) if day else None
        yield Reference(
            re.sub(r"\s+", "", tidy_symbol(match["number"])),
            match.start(),
            end,
            tail,
            parsed.isoformat() if parsed else None,
            issuer["issuer"].strip() if issuer else "",
            TRAIL.split(subject["subject"])[0].strip(" ,") if subject else None,
        )


def _listed(text: str, references: list[Reference]) -> list[Reference]:
    """The first of the references, and those that go on in its list: "Công văn số … và Công văn số …"."""
    group = references[:1]
    for each in references[1:]:
        between = text[group[-1].tail : each.start]
        words = _ON.match(between)
        joined = _NEXT.search(between, words.start("subject") if words else 0)
        while joined and joined.end() != len(between):
            joined = _NEXT.search(between, joined.start() + 1)
        if not joined or (not words and joined.start() != 0):
            break
        group.append(each)
    return group


def _code(symbol: str) -> str:
    """The issuer's part of a symbol: "STTTT" of "STTTT-CNTT/VT" and of "2024/QĐ-STTTT"."""
    parts = [part for part in re.split(r"[-/]", symbol.upper()) if part and not part.isdigit()]
    return next((part for part in parts if part not in _TYPE_CODES), "")


def _same_name(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _plain(number: str) -> str:
    return number.casefold().lstrip("0")
