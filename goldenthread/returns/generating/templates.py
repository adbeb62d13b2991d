"""The partnership's own templates to hand to partners: an example of each as CSV, and what its columns are as CSVW.

Source of the metadata's form: CSV on the Web (W3C recommendations of 2015): Metadata Vocabulary for Tabular Data.
"""

import json
import re
from pathlib import Path

from ..formats.partners import PRIMARY, SOURCE, TEMPLATES
from ..tables import DATE, MOMENT, NUMBER, Column, Format, Table
from .partners import somebodies, write_aggregate, write_health, write_police

EXAMPLE_CHILDREN, EXAMPLE_YEAR, EXAMPLE_LA, SEED = 40, 2026, "999", 7


def write_templates(folder: Path) -> list[Path]:
    """Write `<template>.csv` with made-up rows and `<template>.csv-metadata.json` of each template; the files."""
    everyone = somebodies(EXAMPLE_CHILDREN, EXAMPLE_YEAR, SEED)
    write_police(folder, everyone, year=EXAMPLE_YEAR, la=EXAMPLE_LA, seed=SEED)
    write_health(folder, everyone, year=EXAMPLE_YEAR, la=EXAMPLE_LA, seed=SEED)
    write_aggregate(folder, year=EXAMPLE_YEAR, seed=SEED)
    paths = []
    for form in TEMPLATES:
        for table in form.tables:
            described = folder / f"{table.name}.csv-metadata.json"
            described.write_text(
                json.dumps(metadata(form, table), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
            paths += [folder / f"{table.name}.csv", described]
    return paths


def metadata(form: Format, table: Table) -> dict:
    """What the columns of a template are, as CSV on the Web says it."""
    schema: dict[str, object] = {"columns": [_column(column) for column in table.columns]}
    if table.name in PRIMARY:
        schema["primaryKey"] = list(PRIMARY[table.name])
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": f"{form.title}: {table.name}",
        "dc:description": table.meaning,
        "dc:source": SOURCE,
        "rdfs:comment": "The rows of the example are made up; nobody in them is real.",
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": schema,
    }


def _column(column: Column) -> dict:
    said = {
        "name": column.name,
        "titles": column.name,
        "datatype": _datatype(column),
        "required": column.required,
        "null": "",
    }
    if column.meaning:
        said["dc:description"] = column.meaning
    if column.personal:
        said["rdfs:comment"] = "Can tell who a child is: never reaches a figure"
    return said


def _datatype(column: Column) -> object:
    if column.codes:
        return {"base": "string", "format": "|".join(map(re.escape, column.codes))}
    return {
        DATE: {"base": "date", "format": "yyyy-MM-dd"},
        MOMENT: {"base": "dateTime", "format": "yyyy-MM-ddTHH:mm"},
        NUMBER: "decimal",
    }.get(column.kind, "string")
