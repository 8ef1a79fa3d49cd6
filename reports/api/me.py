"""Whose key it is, and what it opens."""

from django.http import HttpRequest
from ninja import Router, Schema

from units.models import ApiToken, Role

from .fields import Moment, UnitRef

router = Router()


class Seat(Schema):
    unit: UnitRef
    role: Role


class MeOut(Schema):
    name: str
    email: str
    token: str
    scope: ApiToken.Scope
    expires_at: Moment
    seats: list[Seat]


@router.get("/me", response=MeOut, summary="Mã này của ai, được làm gì, đến bao giờ")
def read_me(request: HttpRequest):
    token, person = request.auth, request.user
    return {
        "name": person.full_name,
        "email": person.email,
        "token": token.name,
        "scope": token.scope,
        "expires_at": token.expires_at,
        "seats": [{"unit": UnitRef.of(seat.unit), "role": seat.role} for seat in person.seats],
    }
