"""The checks that every format has without a file of its own: values that cannot be read, and codes that no list has.

They are rules like others, made from the format, and run after the rules of the return.
"""

import datetime

from ..tables import DATE, FLAG, MOMENT, NUMBER, TEXT, Column, Format, Table
from .rule import Rule

UNREADABLE, UNLISTED = "unreadable", "unlisted"


def built_in(form: Format, rules: tuple[Rule, ...], year: int) -> tuple[Rule, ...]:
    """The checks for the fields that the format has in that year.

    rules  the rules of the return that are run before these: a code that one of them tells of (its `covers`) is not
    told
           of again
    """
    checks = []
    for table in form.tables:
        for column in table.columns:
            if not column.since <= year <= column.until:
                continue
            if column.kind != TEXT:
                checks.append(_unreadable(form, table, column))
            elif column.codes:
                checks.append(_unlisted(form, table, column, rules))
    return tuple(checks)


def _unreadable(form: Format, table: Table, column: Column) -> Rule:
    sql = (
        f'SELECT row_no AS {table.name} FROM {table.name} WHERE "{column.name}" IS NULL AND "{column.text_name}" IS '
        "NOT NULL"
    )
    return _rule(
        form, table, column, UNREADABLE, f"The words of {column.name} cannot be read: {_wanted(form, column)}.", sql
    )


def _wanted(form: Format, column: Column) -> str:
    example = datetime.date(2026, 3, 31).strftime(form.dates)
    return {
        DATE: f"a day that exists, written as {example}, is wanted",
        MOMENT: "a day and a time, written as 2026-03-31T10:00:00, are wanted",
        NUMBER: "a number is wanted",
        FLAG: "1, 0, true or false is wanted",
    }[column.kind]


def _unlisted(form: Format, table: Table, column: Column, rules: tuple[Rule, ...]) -> Rule:
    codes = ", ".join("'" + code.replace("'", "''") + "'" for code in column.codes)
    sql = f'SELECT row_no AS {table.name} FROM {table.name} WHERE "{column.name}" NOT IN ({codes})'
    told = ", ".join(f"'{rule.code}'" for rule in rules if f"{table.name}.{column.name}" in rule.covers)
    if told:
        sql += f" AND row_no NOT IN (SELECT row_no FROM faults WHERE table_name = '{table.name}' AND rule IN ({told}))"
    message = f"{column.name} is not one of the codes of the {form.title}: {', '.join(column.codes)}."
    return _rule(form, table, column, UNLISTED, message, sql)


def _rule(form: Format, table: Table, column: Column, kind: str, message: str, sql: str) -> Rule:
    field = f"{table.name}.{column.name}"
    return Rule(
        code=f"{kind} {field}",
        form=form.code,
        severity="error",
        message=message,
        first=0,
        last=9999,
        tables=(table.name,),
        columns=(field,),
        sql=sql,
        source=form.source,
        breaks=(),
        keeps=(),
        digest=sql,
    )
