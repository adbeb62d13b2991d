"""The table of agreement: rule by rule, the rows that our rules and a validator's name on the same made-up file.

Usage, in the product's environment: python -m benchmarks.returns_agreement cin|ssda903 RETURN VALIDATORS_PYTHON
CHILDREN YEAR TARGET
"""

import sys
from pathlib import Path

from benchmarks import cin_agreement, looked_after_agreement

PAGES = {"cin": "returns-agreement.md", "ssda903": "returns-agreement-903.md"}
TITLES = {"cin": "Children in need census", "ssda903": "Looked after return"}


def main(which: str, path: str, python: str, children: str, year: str, target: str) -> None:
    """Write one table."""
    if which == "cin":
        lines = cin_agreement.compare(Path(path), Path(python))
    else:
        lines = looked_after_agreement.compare(Path(path), Path(python), int(year))
    page = (Path(__file__).resolve().parents[1] / "docs" / PAGES[which]).read_text(encoding="utf-8")
    Path(target).write_text(_told(which, int(children), lines, page), encoding="utf-8")


def _told(which: str, children: int, lines, page: str) -> str:
    aside = [line.code for line in lines if not getattr(line, "compared", True)]
    lines = [line for line in lines if line.code not in aside]
    fired = [line for line in lines if line.ours.places or line.validators.places or not line.agrees]
    different = [line for line in lines if not line.agrees]
    unexplained = [line.code for line in different if line.code not in page]
    rows = [
        "| Rule | Ours | Rows | The validator | Rows | Only ours | Only the validator's | |",
        "|---|---|--:|---|--:|--:|--:|---|",
    ]
    for line in fired:
        note = (
            "" if line.agrees else "**not explained**" if line.code in unexplained else f"[explained]({PAGES[which]})"
        )
        rows.append(
            f"| {line.code} | {line.ours.state} | {line.ours.places.total():,} | {line.validators.state} | "
            f"{line.validators.places.total():,} "
            f"| {line.ours_only.total():,} | {line.validators_only.total():,} | {note} |"
        )
    return "\n".join(
        [
            f"### {TITLES[which]}",
            "",
            f"{children:,} made-up children, three in ten with a fault. {len(lines)} rules compared, {len(fired)} "
            "found something on either side, "
            f"{len(lines) - len(different)} agree, {len(different)} differ; {len(unexplained)} of the differences are "
            "not explained."
            + (
                f" {len(aside)} more were skipped for want of a table, last year's for most: {', '.join(aside)}."
                if aside
                else ""
            ),
            "",
            *rows,
        ]
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
