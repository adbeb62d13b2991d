"""The pages of documentation that are made from the definitions: `python -m goldenthread.returns.command.documents`.

A test fails when one is stale. Whoever changes a rule, a format or an indicator runs this once.
"""

from pathlib import Path

from ..checking.rule import Rule, rules_of
from ..formats import FORMATS
from ..formats.ssda903 import CODE_YEARS
from ..measuring.indicator import Indicator, indicators_of
from ..tables import Column, Format, Table

FOLDER = Path(__file__).parents[3] / "docs" / "generated"
NOTE = "<!-- Made by `python -m goldenthread.returns.command.documents`. Change the definitions, not this page. -->"
POLARITY = {"low": "low", "high": "high", "neutral": "neither"}


def rules() -> str:
    """Every rule: code, severity, years, message, fields, what it needs, source."""
    parts = []
    for form in _forms(rules_of):
        found = rules_of(form.code)
        parts.append(
            f"## {form.title}\n\n{len(found)} rules.\n\n"
            + _table(
                ["Rule", "Severity", "Years", "What is wrong", "Fields shown", "Tables needed", "Source"],
                [_rule(rule) for rule in found],
            )
        )
    return _page(
        "Rules of the returns",
        "Made from `goldenthread/returns/checking/rules/`, one file for each rule. An *error* must be mended; a "
        "*query* is mended "
        "or explained. The years are those of the return: 2026 is the year that ends on 31 March 2026. A rule whose "
        "tables were "
        "not all brought is *not run*; `_last` marks a table of last year's return. `./returns explain CODE` prints a "
        "rule with "
        "its SQL and an example that breaks it.\n\nBeside these rules every format has two kinds of checks that are "
        "made from the "
        "[data dictionary](returns-dictionary.md): `unreadable table.field` for a date, moment, number or flag whose "
        "words cannot be "
        "read, and `unlisted table.field` for a code that is on no list.",
        *parts,
    )


def _rule(rule: Rule) -> list[str]:
    fields = ", ".join(f"`{column}`" for column in rule.columns) or "the whole return"
    return [
        rule.code,
        rule.severity,
        _years(rule.first, rule.last),
        rule.message,
        fields,
        ", ".join(rule.tables),
        rule.source,
    ]


def dictionary() -> str:
    """Every format, table and column."""
    return _page(
        "Data dictionary of the returns",
        "Made from `goldenthread/returns/formats/`. A *personal* field can tell who a child is: it never reaches a "
        "figure or a log. "
        "The years are those of the return in which a format has the field. Every table also has `row_no` (its number "
        "in the "
        "table), `file_no` and `line` (where it began in which file), `field_lines` (the line of each field, where "
        "they differ) "
        "and, for a date, moment, number or flag, a twin `…_text` with the words of the file. A key, such as "
        "`child_no`, "
        "leads to the row of another table.",
        *(_form(form) for _, form in sorted(FORMATS.items())),
    )


def _form(form: Format) -> str:
    days = (
        f" Days are written like `{_example(form)}`."
        if any(c.kind == "date" for t in form.tables for c in t.columns)
        else ""
    )
    facts = f"Code `{form.code}`.{days} Source: {form.source}."
    return "\n\n".join([f"## {form.title}", facts, *(_of_table(form, table) for table in form.tables)])


def _example(form: Format) -> str:
    return form.dates.replace("%Y", "2026").replace("%m", "03").replace("%d", "31")


def _of_table(form: Format, table: Table) -> str:
    said = [f"### {form.code}.{table.name}"]
    if table.meaning:
        said.append(f"{table.meaning}.")
    if table.keys:
        said.append("Keys: " + ", ".join(f"`{key}`" for key in table.keys) + ".")
    said.append(
        _table(
            ["Field", "Kind", "Personal", "Years", "Meaning", "Codes"],
            [_column(form, column) for column in table.columns],
        )
    )
    return "\n\n".join(said)


def _column(form: Format, column: Column) -> list[str]:
    codes = ", ".join(_code(form, column, code) for code in column.codes)
    head = f", headed “{column.header}”" if column.header else ""
    meaning = f"{column.meaning}{head}" if column.meaning else head.removeprefix(", ")
    must = "; every row must have it" if column.required else ""
    return [
        f"`{column.name}`",
        column.kind,
        "personal" if column.personal else "",
        _years(column.since, column.until),
        f"{meaning}{must}".removeprefix("; "),
        codes,
    ]


def _code(form: Format, column: Column, code: str) -> str:
    first, last = CODE_YEARS.get((column.name, code), (0, 9999)) if form.code == "ssda903" else (0, 9999)
    return f"`{code}`" + (f" ({_years(first, last)})" if (first, last) != (0, 9999) else "")


def indicators() -> str:
    """Every indicator: numerator, denominator, factor, unit, kind, polarity, breakdowns, caution, source."""
    parts = []
    for form in _forms(indicators_of):
        found = indicators_of(form.code)
        parts.append(f"## {form.title}\n\n{len(found)} indicators.\n\n" + "\n\n".join(map(_indicator, found)))
    return _page(
        "Indicators",
        "Made from `goldenthread/returns/measuring/indicators/`, one file for each indicator. The value is numerator "
        "/ denominator "
        "× factor, shown with so many decimals, rounded half up. A *snapshot* counts what stands on the last day of "
        "the period, a "
        "*flow* what happened within it, a *rolling year* what happened in the year to its last day. *Good is* says "
        "whether low or "
        "high is good; *neither* says nothing by itself. Below the smallest denominator the figure is marked as "
        "resting on few. "
        "`./returns explain CODE` prints an indicator with its SQL.",
        *parts,
    )


def _indicator(one: Indicator) -> str:
    below = f"children aged {one.population} who live in the area (mid-year estimate)" if one.population else one.of
    rows = [
        ["Numerator", one.counts],
        ["Denominator", below],
        ["Value", f"numerator / denominator × {one.factor:g}, {one.unit}; {one.decimals} decimals"],
        ["Kind", one.kind],
        ["Good is", POLARITY[one.polarity]],
        [
            "Broken down by",
            ", ".join(one.breakdowns) + ("" if one.total else " (no total: only the parts have a meaning)")
            or "nothing",
        ],
        ["Smallest denominator", str(one.minimum)],
        ["Needs", ", ".join(one.tables)],
    ]
    if one.caution:
        rows.append(["Take care", one.caution])
    rows.append(["Source", one.source])
    return f"### {one.code}: {one.name}\n\n" + _table(["", ""], rows)


def _forms(what) -> list[Format]:
    return [form for code, form in sorted(FORMATS.items()) if what(code)]


def _years(first: int, last: int) -> str:
    if first == 0:
        return "" if last == 9999 else f"to {last}"
    return f"from {first}" if last == 9999 else str(first) if first == last else f"{first} to {last}"


def _page(title: str, intro: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", NOTE, intro, *parts]) + "\n"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())


PAGES = {"returns-rules.md": rules, "returns-dictionary.md": dictionary, "returns-indicators.md": indicators}


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    print(f"{len(PAGES)} pages are up to date in {FOLDER.name}.")


if __name__ == "__main__":
    main()
