"""Figures as files: CSV and JSON, each figure with all that it stands on and no child in it."""

import csv
import json
from pathlib import Path

from ..tables import Loaded, SourceFile
from .engine import Figure
from .population import Population

COLUMNS = (
    "indicator",
    "name",
    "area",
    "starts",
    "ends",
    "kind",
    "breakdown",
    "part",
    "numerator",
    "denominator",
    "value",
    "shown",
    "unit",
    "polarity",
    "state",
    "small",
    "why",
    "counts",
    "of",
    "source",
    "files",
)


def row(figure: Figure) -> tuple:
    """One figure in the order of COLUMNS; `files` are the SHA-256 of what it came from, with blanks between."""
    one = figure.indicator
    return (
        one.code,
        one.name,
        figure.la,
        figure.starts.isoformat(),
        figure.ends.isoformat(),
        one.kind,
        *figure.breakdown,
        figure.numerator,
        figure.denominator,
        figure.value,
        figure.shown,
        one.unit,
        one.polarity,
        figure.state,
        "yes" if figure.small else "",
        figure.why,
        one.counts,
        one.of,
        one.source,
        " ".join(figure.files),
    )


def write(
    figures: list[Figure],
    loaded: Loaded,
    population: Population | None,
    folder: Path,
    postcodes: SourceFile | None = None,
) -> list[Path]:
    """Write figures.csv and figures.json into a folder; the files."""
    table, whole = folder / "figures.csv", folder / "figures.json"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(row(figure) for figure in figures)
    about = {
        "return": loaded.format.code,
        "council": loaded.collection.la,
        "year": loaded.collection.year,
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in loaded.files],
        "population": None if population is None else {"name": population.file, "sha256": population.sha256},
        "postcodes": None if postcodes is None else {"name": postcodes.name, "sha256": postcodes.sha256},
        "figures": [dict(zip(COLUMNS, row(figure), strict=True)) for figure in figures],
    }
    whole.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return [table, whole]
