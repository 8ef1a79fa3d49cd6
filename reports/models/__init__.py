"""What was done: actions, what proves them, what the officer decided, and the unit's official reply."""

from .action import Action, ActionObligation, Audience, Channel
from .evidence import Evidence
from .review import Review
from .unit_report import UnitReport

__all__ = ["Action", "ActionObligation", "Audience", "Channel", "Evidence", "Review", "UnitReport"]
