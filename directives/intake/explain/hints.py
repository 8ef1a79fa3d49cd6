"""An issuer that the heading does not print but the letter's own words give away."""

import re

from ..layout import Letter
from ..read.preamble import ASKS
from ..sheet import Sheet

_SPEAKER = re.compile(
    r"(?:^|[,;.] )(?P<body>(?:Sở|Bộ|Ủy ban|Uỷ ban|UBND|Cục|Chi cục|Ban|Văn phòng|Phòng)\s[^.;:]{3,90}?)\s+$"
)


def suggest_issuer(letter: Letter, sheet: Sheet) -> None:
    """Offers the body that speaks in the letter, with the symbol as a second witness. Never fills `issuer`."""
    if sheet.data["issuer"]:
        return
    symbol = (sheet.data["symbol"] or "").split("-")[0]
    for item in letter.paragraphs():
        for verb in ASKS.finditer(item.words.text):
            speaker = _SPEAKER.search(item.words.text[max(0, verb.start() - 120) : verb.start()])
            if not speaker:
                continue
            name = speaker["body"].rsplit(", ", 1)[-1] if _initials(speaker["body"]) != symbol else speaker["body"]
            reason = f"Phần đầu không in tên đơn vị ban hành; trong bài, “{name}” là cơ quan nêu yêu cầu"
            reason += f", khớp với ký hiệu {symbol}." if symbol and _initials(name) == symbol else "."
            return sheet.suggest("issuer", name, reason)


def _initials(name: str) -> str:
    """ "Sở Thông tin và Truyền thông" → "STTTT": the way symbols are formed."""
    return "".join(word[0].upper() for word in re.findall(r"\w+", name) if word != "và")
