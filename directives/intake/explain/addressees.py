"""Units that are asked for something in a letter that does not seem to go to them.

Only what the words themselves show is noted: a kind of unit that neither "Kính gửi" nor "Nơi nhận" names.
"""

import re

from ..read.vocabulary import spelled_out
from ..sheet import Sheet

_CAPITAL = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚĂĨŨƠƯẠ-Ỹ"
# Whoever is meant by these is among the addressees; provinces pass a letter on to everybody in them.
_ANYBODY = re.compile(
    r"\b(?:cơ quan|đơn vị|địa phương|tổ chức|cá nhân|thành viên|thành phần|ông|bà|đồng chí|đ/c|thủ trưởng|người|cán bộ|"
    r"tổ công tác|ban chỉ đạo|chủ đầu tư|nhà thầu|cơ sở|các cấp|nơi nhận|như trên|các tỉnh|tỉnh, thành phố|"
    r"trực thuộc trung ương)\b",
    re.IGNORECASE,
)
_BRANCHES = ("ngành",)  # "các sở, ban, ngành": with the police, the banks, the press
# Kind → how it is named, and what else in a line of receivers means it or passes the letter on to it.
_KINDS: dict[str, tuple[re.Pattern, tuple[str, ...]]] = {
    "ngành": (re.compile(r"\b[Nn]gành\b"), ("sở",)),
    "sở": (re.compile(r"(?<!cơ )(?<!trụ )\b[Ss]ở\b"), _BRANCHES),
    "bộ": (re.compile(r"(?<!cán )(?<!nội )\b[Bb]ộ\b(?! phận| máy| [Cc]hỉ huy)"), ()),
    "ủy ban": (re.compile(r"\b(?:[ỦủUu][ỷyỶY] ban [Nn]hân dân|UBND)\b"), ("xã",)),
    "xã": (re.compile(r"\b(?:xã(?! hội)|phường|thị trấn|đặc khu)\b", re.IGNORECASE), ("ủy ban", "huyện")),
    "huyện": (re.compile(r"\b(?:quận|huyện|thị xã)\b", re.IGNORECASE), ("ủy ban",)),
    "trường": (
        re.compile(r"\b(?:(?<!môi )(?<!thị )trường (?!hợp)|đại học|cao đẳng|học viện|nhà trường)", re.IGNORECASE),
        (),
    ),
    "công an": (re.compile(r"\bcông an\b", re.IGNORECASE), _BRANCHES),
    "quân sự": (re.compile(r"\bquân sự\b|biên phòng", re.IGNORECASE), _BRANCHES),
    "đoàn thể": (
        re.compile(r"\b(?:đoàn(?! kiểm)|(?<!xã )hội(?! đồng| nghị)|mặt trận|liên đoàn)\b", re.IGNORECASE),
        _BRANCHES,
    ),
    "báo đài": (re.compile(r"\b(?:(?<!thông )báo(?! cáo)|đài|phát thanh)\b", re.IGNORECASE), _BRANCHES),
    "bệnh viện": (re.compile(r"\b(?:bệnh viện|trung tâm y tế|trạm y tế)\b", re.IGNORECASE), ()),
    "doanh nghiệp": (re.compile(r"\b(?:doanh nghiệp|công ty|tập đoàn)\b", re.IGNORECASE), ()),
    "ngân hàng": (re.compile(r"\b(?:ngân hàng|kho bạc|bảo hiểm xã hội)\b", re.IGNORECASE), _BRANCHES),
}


def note_groups_not_addressed(sheet: Sheet) -> None:
    """One note for each such group, at the words that name it."""
    addressed = sheet.data["recipients"]
    receiving = [*addressed, *sheet.data["cc"]]
    if not addressed or any(_ANYBODY.search(line) for line in addressed):
        return
    noted = set()
    for at, task in enumerate(sheet.data["tasks"]):
        group = task["recipient_group"] or ""
        if group and group not in noted and not _reached(group, receiving, sheet.data["issuer"] or ""):
            noted.add(group)
            message = f"“{group}” được giao việc nhưng không thấy trong “Kính gửi” và “Nơi nhận”."
            message += " Hãy kiểm tra văn bản có gửi đến nơi này không."
            sheet.note_at("group_not_addressed", f"tasks.{at}.group", message, sheet.reading.spans[f"tasks.{at}.group"])


def _reached(group: str, receiving: list[str], issuer: str) -> bool:
    kinds = [kind for kind, (named, _) in _KINDS.items() if named.search(group)]
    if not kinds or _ANYBODY.search(group):
        return True
    names = [spelled_out(line) for line in [*receiving, issuer]]
    plain = spelled_out(group)
    if any(plain in name or (name and name in plain) for name in names):
        return True
    wanted = {kind for each in kinds for kind in (each, *_KINDS[each][1])}
    return any(_names_all(kind, line) for kind in wanted for line in receiving)


def _names_all(kind: str, line: str) -> bool:
    """Whether the line names units of the kind in general ("các sở, ban ngành"), not one by its name ("Sở Y tế")."""
    return any(not _is_one(line, match) for match in _KINDS[kind][0].finditer(line))


def _is_one(line: str, match: re.Match) -> bool:
    before, after = line[: match.start()].rstrip().casefold(), line[match.end() :]
    many = before.endswith(("các", "những", ",", "cấp")) or " các " in f" {after} " or "," in after[:2]
    return not many and bool(re.match(rf"\s*[{_CAPITAL}]\w+\b(?! ngành)", after))
