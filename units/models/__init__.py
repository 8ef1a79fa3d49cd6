"""Who: places, organisations, people and the part each person plays."""

from .area import Area
from .people import Membership, Role, User
from .unit import Certainty, Succession, Unit, UnitKind

__all__ = ["Area", "Certainty", "Membership", "Role", "Succession", "Unit", "UnitKind", "User"]
