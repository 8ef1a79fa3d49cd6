"""The tables as bytes: CSV, JSON, and the description of all of them as a data package (specs.frictionlessdata.io)."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from campaign_portal.lib.csv_tables import BOM, cell
from directives.models import Campaign

from .gather import Data
from .licences import LICENCES
from .tables import TABLES, Column, Table

PACKAGE = "datapackage"


def files(data: Data) -> dict[str, bytes]:
    """Every public file of a campaign by its name."""
    found = {f"{PACKAGE}.json": _json(package(data))}
    for name, table in TABLES.items():
        rows = list(table.full_rows(data))
        found[f"{name}.csv"] = as_csv(table, rows)
        found[f"{name}.json"] = _json(as_json(table, rows, data))
    return found


def address_of(campaign: Campaign, name: str = "") -> str:
    page = reverse("reports:open-data", args=[campaign.public_id])
    return f"{settings.SITE_URL}{page}{name}"


def as_csv(table: Table, rows: list[tuple]) -> bytes:
    """UTF-8 with its mark, CRLF, days as 2024-11-20; words that a spreadsheet would run get an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(column, value) for column, value in zip(table.columns, row, strict=True)] for row in rows)
    return (BOM + out.getvalue()).encode()


def _cell(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else cell(value)


def as_json(table: Table, rows: list[tuple], data: Data) -> dict:
    names = [column.name for column in table.columns]
    return {
        "table": table.name,
        "title": str(table.title),
        **about(data),
        "rows": [dict(zip(names, map(_plain, row), strict=True)) for row in rows],
    }


def _plain(value: Any) -> Any:
    """No day and no word are the same in JSON: null."""
    return value.isoformat() if isinstance(value, date) else None if value == "" else value


def about(data: Data) -> dict:
    """What stands above every table: whose data, until when, under which licence, invented or not."""
    campaign, licence = data.campaign, LICENCES.get(data.licence)
    return {
        "campaign": {"id": campaign.public_id, "name": campaign.name, "owner": campaign.owner.name},
        "as_of": data.day.isoformat(),
        "is_illustrative": campaign.is_illustrative,
        "illustrative_note": campaign.illustrative_note or None,
        "licence": {"name": licence.name, "title": str(licence.title), "path": licence.address or None}
        if licence
        else None,
        "source": address_of(campaign),
    }


def package(data: Data) -> dict:
    """The data dictionary, readable by programs."""
    told = about(data)
    return {
        "name": f"campaign-{data.campaign.public_id.lower()}",
        "title": data.campaign.name,
        "homepage": told["source"],
        "licenses": [told["licence"]] if told["licence"] else [],
        **{key: told[key] for key in ("campaign", "as_of", "is_illustrative", "illustrative_note")},
        "resources": [_resource(data, table) for table in TABLES.values()],
    }


def _resource(data: Data, table: Table) -> dict:
    return {
        "name": table.name.replace("_", "-"),
        "title": str(table.title),
        "description": str(table.about),
        "path": address_of(data.campaign, f"{table.name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict:
    found: dict[str, Any] = {"name": column.name, "type": column.type, "title": str(column.title)}
    if column.unit:
        found["unit"] = str(column.unit)
    if column.codes:
        found["constraints"] = {"enum": list(column.codes)}
        found["codes"] = {code: str(words) for code, words in column.codes.items()}
    return found


def _json(value: Mapping) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
