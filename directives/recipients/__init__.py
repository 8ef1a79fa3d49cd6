"""From the words of a letter to units of the registry: pure functions over the units of a day."""

from .groups import group_phrases, means_everyone
from .names import Former, Names, Remembered
from .understanding import Match, Unclear, Understanding, has_exception, match, understand

__all__ = [
    "Former",
    "Match",
    "Names",
    "Remembered",
    "Unclear",
    "Understanding",
    "group_phrases",
    "has_exception",
    "match",
    "means_everyone",
    "understand",
]
