"""What is asked: campaigns, letters, who must do what by when, and the log of every act."""

from .by_hand import HandReminder
from .campaign import Campaign
from .change import About, Change, Event
from .delivery import Delivery
from .directive import Directive, DirectiveCopy, DirectiveFile, DirectiveRelation, LegalBasis
from .hook import Hook, HookEvent, HookMessage
from .instruction import Instruction, RecipientGroup, RecipientGroupUnit
from .intake import Intake, IntakeFile
from .ladder import Ladder
from .notice import MessageNotice, Notice
from .obligation import Obligation, Progress
from .preference import AddressTrouble, Preference, ZaloToken
from .question import Faq, Question, QuestionPost, QuestionReading, Side
from .reminder import Message, MessageReminder, Reminder
from .tally import ProgressTally, Tallied

__all__ = [
    "About",
    "AddressTrouble",
    "Campaign",
    "Change",
    "Delivery",
    "Directive",
    "DirectiveCopy",
    "DirectiveFile",
    "DirectiveRelation",
    "Event",
    "Faq",
    "HandReminder",
    "Hook",
    "HookEvent",
    "HookMessage",
    "Instruction",
    "Intake",
    "IntakeFile",
    "Ladder",
    "LegalBasis",
    "Message",
    "MessageNotice",
    "MessageReminder",
    "Notice",
    "Obligation",
    "Preference",
    "Progress",
    "ProgressTally",
    "Question",
    "QuestionPost",
    "QuestionReading",
    "RecipientGroup",
    "RecipientGroupUnit",
    "Reminder",
    "Side",
    "Tallied",
    "ZaloToken",
]
