"""What was done and what proves it, as the services take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaign_portal.lib.models import StoredFile
from materials.models import Material


@dataclass(frozen=True)
class Proof:
    """One thing that proves an action: stored bytes with the name the person gave them, or a web address."""

    stored: StoredFile | None = None
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class What:
    """What was done. `reach` counts times reached (lượt), never people; None where it cannot be counted."""

    done_on: date
    channel: str
    audience: str
    reach: int | None = None
    description: str = ""
    materials: Sequence[Material] = ()

    def columns(self) -> dict:
        return {
            "done_on": self.done_on,
            "channel": self.channel,
            "audience": self.audience,
            "reach": self.reach,
            "description": self.description.strip(),
        }
