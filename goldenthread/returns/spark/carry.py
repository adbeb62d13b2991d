"""The rules' and indicators' SQL carried from DuckDB to Spark, and the tables with it."""

from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from ..tables import Format


@cache
def carried(sql: str) -> str:
    """SQL of a rule or an indicator in Spark's words. Raises sqlglot.errors.SqlglotError when it cannot be carried."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for table in tree.find_all(exp.Table):
        if table.db == "main":
            table.set("db", None)
    return tree.sql(dialect="spark")


def take_tables(connection, form: Format, schema: str, folder: Path) -> list[str]:
    """Write the tables of a return that was read as Parquet files that Spark reads; their names."""
    names = [*(table.name for table in form.tables), "collection"]
    beside = "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name = 'postcodes'"
    names += [name for (name,) in connection.execute(beside, [schema]).fetchall()]
    for name in names:
        connection.execute(f"COPY (SELECT * FROM {schema}.{name}) TO '{folder / name}.parquet' (FORMAT parquet)")
    connection.execute(
        f"COPY (SELECT * FROM main.working_days) TO '{folder / 'working_days'}.parquet' (FORMAT parquet)"
    )
    return [*names, "working_days"]


def bring_tables(session, folder: Path, names: list[str]) -> None:
    """Let Spark see those Parquet files under their names."""
    for name in names:
        session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)
