"""The groups that a letter's instructions name."""

import re

from campaign_portal.lib.text import fold

EVERYONE = re.compile(
    r"^(cac |quy )?(co quan|don vi|dia phuong)( (co quan|don vi|dia phuong|va|cac))*( (noi|duoc) .*)?$"
)


def means_everyone(phrase: str | None) -> bool:
    """ "Các cơ quan, đơn vị" and the like: the instruction is for all recipients of the letter."""
    return not phrase or bool(EVERYONE.match(fold(phrase)))


def group_phrases(tasks: list[dict]) -> list[str]:
    """The groups that tasks of a reading name, each once, in the order of the letter; "all of you" is no group."""
    named = (task.get("recipient_group") or "" for task in tasks)
    return list(dict.fromkeys(phrase for phrase in named if not means_everyone(phrase)))
