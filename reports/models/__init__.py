"""What was done: actions, what proves them, what the officer decided, and the unit's official reply."""

from .action import Action, ActionObligation, Audience, Channel
from .claim import Claim
from .document import Document
from .doubt import Doubt
from .draft import ActionDraft, PartialUpload
from .evidence import Evidence
from .feed import CalendarFeed
from .link import LinkCheck, LinkHome, LinkWatch
from .phrase import ReasonPhrase
from .publication import Publication
from .review import Review
from .tally import ReachTally
from .unit_report import UnitReport

__all__ = [
    "Action",
    "ActionDraft",
    "ActionObligation",
    "Audience",
    "CalendarFeed",
    "Channel",
    "Claim",
    "Document",
    "Doubt",
    "Evidence",
    "LinkCheck",
    "LinkHome",
    "LinkWatch",
    "PartialUpload",
    "Publication",
    "ReachTally",
    "ReasonPhrase",
    "Review",
    "UnitReport",
]
