"""Stage 2: from text to the parts that Decree 30/2020/NĐ-CP gives a letter."""

from .items import Item, build_items
from .letter import Letter, lay_out

__all__ = ["Item", "Letter", "build_items", "lay_out"]
