"""What people type on the pages of the registry. Forms check words; the acts are in units.services."""

from .person import PersonForm
from .token import TokenForm
from .unit import NewUnitForm, UnitForm

__all__ = ["NewUnitForm", "PersonForm", "TokenForm", "UnitForm"]
