"""Which button of the check page was pressed. Every one keeps the whole page first: nothing typed is lost."""

from dataclasses import dataclass

from directives.services.arranging import DOWN, MERGE, RESTORE, SPLIT, UP

from .offers import Offer

DROP, STAY = "drop", "stay"
PLACES = {"add": "{}-new", "open": "nd-{}"}
"""Buttons that only keep the page and show another place of it: an empty line of a list, the card of an instruction."""
ARRANGES = (SPLIT, MERGE, UP, DOWN, RESTORE)


@dataclass(frozen=True)
class Pressed:
    """An act on the list of instructions and the one it is about; or, by its `place`, where the page is to reopen."""

    kind: str = ""
    pk: int = 0
    place: str = ""

    @property
    def arranges(self) -> bool:
        return self.kind in ARRANGES

    @property
    def stays(self) -> bool:
        """Whether the page comes back: all buttons but the one that leads on."""
        return bool(self.kind)


def pressed(data, offers: dict[str, list[Offer]]) -> tuple[Pressed, dict]:
    """What `act`, `take` or `stay` say, and the data as it then stands: a suggestion taken is as if typed."""
    if "take" in data:
        return _take(data, offers)
    kind, _dash, key = data.get("act", "").partition("-")
    if kind in (*ARRANGES, DROP) and key.isdecimal():
        return Pressed(kind, int(key)), _dropped(data, key) if kind == DROP else data
    if kind in PLACES:
        return Pressed(STAY, place=PLACES[kind].format(key)), data
    return Pressed(STAY if "stay" in data or "over" in data else ""), data


def _dropped(data, key: str):
    data, nth = data.copy(), 0
    while f"instructions-{nth}-pk" in data:
        if data[f"instructions-{nth}-pk"] == key:
            data[f"instructions-{nth}-drop"] = "on"
        nth += 1
    return data


def _take(data, offers: dict[str, list[Offer]]):
    path, _bar, field = data["take"].partition("|")
    offer = next((each for each in offers.get(path, []) if each.field == field), None)
    if offer is None:
        return Pressed(STAY), data
    data = data.copy()
    data[offer.field] = offer.value
    if offer.field == "report_due_on":
        data.pop("no_report", None)
    data.appendlist("seen", path)
    return Pressed(STAY, place=offer.key), data
