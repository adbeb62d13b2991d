"""Where each fault lies, in words: by rule, by child and by field with its line; each fault once.

`lay_out` makes, beside `faults` and `outcomes` in the schema that was checked:
  findings(rule, fault_no, child, file_no, line, table_name, field, words)   one row for each field of each fault
  fault_list(rule, severity, message, fault_no, child, file_no, line, places, mark)   one row for each fault
`places` names each field with its line and words; `mark` tells the same fault in another run, where lines have moved.
"""

from collections.abc import Iterable, Iterator

from ..tables import Format, Table
from .engine import FAILED, Outcome

LAST = "_last"
# Shown where a rule names no field of a table that its fault lies in.
ROW = "row"


def lay_out(connection, form: Format, schema: str, outcomes: Iterable[Outcome]) -> None:
    """Make `findings` and `fault_list` from the faults of a run. Faults of last year's rows lie in the file of last
    year.
    """
    connection.execute(f"USE {schema}")
    connection.execute(
        "CREATE OR REPLACE TABLE findings(rule VARCHAR, fault_no BIGINT, child VARCHAR, file_no INTEGER, line INTEGER, "
        "table_name VARCHAR, field VARCHAR, words VARCHAR)"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE told(rule VARCHAR, severity VARCHAR, message VARCHAR)")
    failed = [outcome.rule for outcome in outcomes if outcome.state == FAILED]
    if failed:
        connection.execute(
            "INSERT INTO told SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [[rule.code for rule in failed], [rule.severity for rule in failed], [rule.message for rule in failed]],
        )
    for part in _parts(connection, form, {rule.code: rule for rule in failed}):
        connection.execute(f"INSERT INTO findings {part}")
    connection.execute("""
        CREATE OR REPLACE TABLE fault_list AS
        WITH whole AS (
            SELECT rule, fault_no, max(child) AS child, min(file_no) AS file_no,
                   min(line) FILTER (WHERE table_name IS NULL OR NOT ends_with(table_name, '_last')) AS line,
                   string_agg(DISTINCT table_name || '.' || field || CASE WHEN line IS NULL THEN '' ELSE ' (line '
                       || line || ')' END
                              || coalesce(': ' || words, ': blank'), '; ' ORDER BY table_name || '.' || field
                              || CASE WHEN line IS NULL THEN '' ELSE ' (line ' || line || ')' END || coalesce(': '
                                  || words, ': blank')) AS places,
                   string_agg(table_name || '.' || field || '=' || coalesce(words, ''), ';'
                       ORDER BY table_name, field, words) AS said
            FROM findings GROUP BY rule, fault_no
        )
        SELECT w.rule, t.severity, t.message, w.fault_no, w.child, w.file_no, w.line, coalesce(w.places, '') AS places,
               left(md5(w.rule || '|' || coalesce(w.child, '') || '|' || coalesce(w.said, '')), 16) AS mark
        FROM whole AS w JOIN told AS t ON t.rule = w.rule
        ORDER BY w.file_no, w.line, w.rule, w.fault_no""")


def _parts(connection, form: Format, rules: dict) -> Iterator[str]:
    """The SQL of each part of `findings`: one for each field of each table, over all the rules that show it."""
    yield "SELECT rule, fault_no, NULL, NULL, NULL, NULL, NULL, NULL FROM faults WHERE table_name IS NULL"
    shown: dict[tuple[str, str], list[str]] = {}
    for code, name in connection.execute(
        "SELECT DISTINCT rule, table_name FROM faults WHERE table_name IS NOT NULL ORDER BY ALL"
    ).fetchall():
        fields = [column.partition(".")[2] for column in rules[code].columns if column.partition(".")[0] == name]
        for field in fields or [ROW]:
            shown.setdefault((name, field), []).append(code)
    for (name, field), codes in shown.items():
        yield _select(form, form.table(name.removesuffix(LAST)), name, field, codes)


def _select(form: Format, table: Table, name: str, field: str, codes: list[str]) -> str:
    line, words = "t.line", "NULL"
    if field != ROW:
        place = [column.name for column in table.columns].index(field) + 1
        line = f"coalesce(TRY_CAST(split_part(t.field_lines, ' ', {place}) AS INTEGER), t.line)"
        words = f't."{table.column(field).text_name}"'
    children, number = form.child
    joined, child = "", "NULL"
    if any(column.name == number for column in table.columns):
        child = f't."{number}"'
    elif "child_no" in table.keys:
        joined, child = f"LEFT JOIN {children} AS c ON c.row_no = t.child_no", f'c."{number}"'
    listed = ", ".join(f"'{code}'" for code in codes)
    # The files of a run are those of this year: a row of last year's tells its line among the places alone.
    file_no = "NULL" if name.endswith(LAST) else "t.file_no"
    return (
        f"SELECT f.rule, f.fault_no, {child}, {file_no}, {line}, f.table_name, '{field}', CAST({words} AS VARCHAR) "
        f"FROM faults AS f JOIN {name} AS t ON t.row_no = f.row_no {joined} "
        f"WHERE f.table_name = '{name}' AND f.rule IN ({listed})"
    )


def by_rule(connection) -> list[tuple[str, str, str, int, int]]:
    """(rule, severity, message, faults, children) of each rule that failed, most faults first."""
    return connection.execute("""
        SELECT rule, any_value(severity), any_value(message), count(*), count(DISTINCT child) FROM fault_list
        GROUP BY rule ORDER BY count(*) DESC, rule""").fetchall()


def by_field(connection) -> list[tuple[str, str, int, int]]:
    """(table, field, faults, first line) of each field that a fault names, most faults first."""
    return connection.execute("""
        SELECT table_name, field, count(DISTINCT (rule, fault_no)), min(line) FROM findings
        WHERE table_name IS NOT NULL GROUP BY ALL ORDER BY 3 DESC, 1, 2""").fetchall()


def by_child(connection) -> list[tuple[str, int, str]]:
    """(child, faults, codes of the rules) of each child with a fault, most faults first."""
    return connection.execute("""
        SELECT child, count(*), string_agg(DISTINCT rule, ', ' ORDER BY rule) FROM fault_list
        WHERE child IS NOT NULL GROUP BY child ORDER BY count(*) DESC, child""").fetchall()
