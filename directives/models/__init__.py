"""What is asked: campaigns, letters, who must do what by when, and the log of every act."""

from .campaign import Campaign
from .change import About, Change, Event
from .delivery import Delivery
from .directive import Directive, DirectiveCopy, DirectiveFile, DirectiveRelation, LegalBasis
from .instruction import Instruction, RecipientGroup, RecipientGroupUnit
from .intake import Intake, IntakeFile
from .obligation import Obligation, Progress
from .reminder import Message, MessageReminder, Reminder

__all__ = [
    "About",
    "Campaign",
    "Change",
    "Delivery",
    "Directive",
    "DirectiveCopy",
    "DirectiveFile",
    "DirectiveRelation",
    "Event",
    "Instruction",
    "Intake",
    "IntakeFile",
    "LegalBasis",
    "Message",
    "MessageReminder",
    "Obligation",
    "Progress",
    "RecipientGroup",
    "RecipientGroupUnit",
    "Reminder",
]
