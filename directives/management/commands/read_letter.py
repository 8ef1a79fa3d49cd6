"""read_letter FILE… [--out DIR]: what the reader makes of letters, one JSON each. Touches no database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from campaign_portal.lib.workdays import read_holidays
from directives.intake import IntakeError, Workdays, read_upload


class Command(BaseCommand):
    help = "Read letters and write what they say as JSON, one file per letter; without --out, to the screen."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--out", type=Path, metavar="DIR", help="folder for NAME.json files")

    def handle(self, *args, files, out, **options):
        calendar = _printed_calendar()
        refused = [path for path in files if not self._read(path, out, calendar)]
        if refused:
            raise CommandError(f"{len(refused)} of {len(files)} letters were not read.")

    def _read(self, path: Path, out: Path | None, calendar: Workdays) -> bool:
        """Whether the letter was read; a refused one is named and does not stop the others."""
        try:
            reading = read_upload(path.name, path.read_bytes(), calendar=calendar)
        except (IntakeError, OSError) as error:
            self.stderr.write(f"{path}: {getattr(error, 'message', error)}")
            return False
        stored = reading.to_json()
        text = json.dumps({**stored.pop("data"), **stored}, ensure_ascii=False, indent=1)
        if out is None:
            self.stdout.write(text)
        else:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
        return True


def _printed_calendar() -> Workdays:
    """The days off that the project is delivered with; what an administrator changed stands in the database."""
    rows = read_holidays()
    off = frozenset(row["day"] for row in rows if not row["is_workday"])
    return Workdays(off, frozenset(row["day"] for row in rows if row["is_workday"]))
