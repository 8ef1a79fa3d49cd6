"""Letters that may be there already: the same bytes, or the same number, symbol and year of the same issuer."""

from datetime import date

from campaign_portal.lib.text import fold
from directives.models import Directive, DirectiveFile, Intake, IntakeFile

Place = tuple[int, int]
"""Which letter of an intake: the file's order and the letter's number in it, both from 0."""


def alike(*, intake: Intake, user) -> dict[Place, list[Directive]]:
    """For letters of an intake, those the person sees that may be the same, the latest first. Three queries.

    Drafts made of the intake itself are not named. Number and symbol are used once per issuer and year (Decree
    30/2020/NĐ-CP, article 15).
    """
    files = list(intake.files.all())
    seen = Directive.objects.visible_to(user).exclude(intake_file__intake=intake).select_related("issuer")
    bytes_of = _same_bytes(files, seen)
    numbered = _numbered(files, seen.filter(issuer=intake.issuer_id))
    found: dict[Place, list[Directive]] = {}
    for file in files:
        for number, stored in enumerate(file.readings):
            same = bytes_of.get((file.stored_id, number), []) + numbered.get(_name(stored["data"]), [])
            if same:
                latest = sorted({each.pk: each for each in same}.items(), reverse=True)
                found[file.order, number] = [each for _pk, each in latest]
    return found


def _same_bytes(files: list[IntakeFile], seen) -> dict[tuple[int, int], list[Directive]]:
    """(stored file, number of the letter in it) → letters read from there."""
    rows = DirectiveFile.objects.filter(
        kind=DirectiveFile.Kind.ORIGINAL, stored__in={file.stored_id for file in files}, directive__in=seen
    )
    found: dict[tuple[int, int], list[Directive]] = {}
    for row in rows.select_related("directive__issuer"):
        found.setdefault((row.stored_id, row.directive.intake_place or 0), []).append(row.directive)
    return found


def _numbered(files: list[IntakeFile], seen) -> dict[tuple, list[Directive]]:
    wanted = {_name(stored["data"]) for file in files for stored in file.readings} - {None}
    if not wanted:
        return {}
    found: dict[tuple, list[Directive]] = {}
    for row in seen.filter(dated_on__year__in={year for _number, _symbol, year in wanted}).exclude(number=""):
        found.setdefault((_plain(row.number), fold(row.symbol), row.dated_on.year), []).append(row)
    return found


def _name(data: dict) -> tuple[str, str, int] | None:
    """What a letter is known by, "05" and "5" being one number; None for one without a number or a day."""
    if not (data["number"] and data["date"]):
        return None
    return _plain(data["number"]), fold(data["symbol"] or ""), date.fromisoformat(data["date"]).year


def _plain(number: str) -> str:
    return fold(number).lstrip("0")
