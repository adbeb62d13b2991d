"""Run inside the environment of csc-validator-be-903: a whole return from its CSV files to its report, to be timed.

Usage: python looked_after_validator_timed.py FOLDER COLLECTION_YEAR (2025/26)
"""

import importlib
import sys
import warnings
from pathlib import Path


def main(folder: str, collection_year: str) -> None:
    """Read the folder, run every rule of the year, make the report."""
    from lac_validator import lac_validator

    start, _, end = collection_year.partition("/")
    registry = importlib.import_module(f"lac_validator.rules.lac{start}_{end}").registry
    files = [
        {"name": path.name, "description": "This year", "file_content": path.read_bytes()}
        for path in sorted(Path(folder).glob("*.csv"))
    ]
    lac_validator.LacValidator(
        metadata={"collectionYear": collection_year, "localAuthority": "E06000002"},
        files=files,
        registry=registry,
        selected_rules=None,
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(*sys.argv[1:])
