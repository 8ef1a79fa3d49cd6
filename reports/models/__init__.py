"""What was done: actions, what proves them, what the officer decided, and the unit's official reply."""

from .action import Action, ActionObligation, Audience, Channel
from .claim import Claim
from .draft import ActionDraft, PartialUpload
from .evidence import Evidence
from .link import LinkCheck, LinkWatch
from .phrase import ReasonPhrase
from .review import Review
from .unit_report import UnitReport

__all__ = [
    "Action",
    "ActionDraft",
    "ActionObligation",
    "Audience",
    "Channel",
    "Claim",
    "Evidence",
    "LinkCheck",
    "LinkWatch",
    "PartialUpload",
    "ReasonPhrase",
    "Review",
    "UnitReport",
]
