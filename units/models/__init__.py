"""Who: places, organisations, people and the part each person plays."""

from .alias import UnitAlias, UnitAliasUnit
from .area import Area
from .call import ApiCall
from .people import Membership, Role, User
from .token import ApiToken
from .unit import Certainty, Succession, Unit, UnitKind

__all__ = [
    "ApiCall",
    "ApiToken",
    "Area",
    "Certainty",
    "Membership",
    "Role",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitAliasUnit",
    "UnitKind",
    "User",
]
