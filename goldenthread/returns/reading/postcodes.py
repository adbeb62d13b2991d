"""A list of postcodes beside a looked after return: where each lies, so that places and distances can be told.

The list is the postcode directory of the Office for National Statistics, whole or cut down to four columns, or a list
of our own five columns. Rules and indicators read it as `postcodes(postcode, la, country, easting, northing)`.
"""

import csv
from pathlib import Path

import duckdb

from ..formats.councils import COUNCILS, councils
from ..tables import Refused

# What each column may be called in the heading, in small letters; the directory was renamed more than once.
NAMES = {
    "postcode": ("postcode", "pcd", "pcds", "pcd2", "pcd7", "pcd8"),
    "area": ("la", "laua", *(f"lad{year}cd" for year in range(20, 36))),
    "easting": ("easting", "oseast1m", "east1m"),
    "northing": ("northing", "osnrth1m", "north1m"),
}
SHAPE = "[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}"
LOOKED_AT = 2000  # rows from the top, one of which must hold a postcode and where it lies
# What DuckDB raises over the words of a file; a full disk or too little memory is another matter.
UNREAD = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.BinderException, duckdb.InvalidTypeException)
WANTED = "bring a CSV file with the columns pcd, laua, oseast1m and osnrth1m"


def read_postcodes(connection, path: Path, schema: str, council: str = "") -> int:
    """Make `<schema>.postcodes` of those postcodes of the list that occur in the return; how many they are.

    connection  holds the return's tables in `schema`, and last year's in `<schema>_last` where there is one
    council     the three-digit code of the return's council, which must be known when the list names councils by area
    code

    `postcode` is in capitals without spaces; `la` the three-digit code of the council with children's services, empty
    outside England, and the list's own word where an English area is not known; `country` the first letter of the
    area's code (E, W, S, N or another); `easting` and `northing` are metres as the list gives them, which for Northern
    Ireland is the Irish grid. Raises Refused when the file is no such list.
    """
    heading = _heading(path)
    if "la" not in heading and council and council not in councils():
        raise Refused(
            f"There is no English council {council}, so {path.name} cannot say what lies inside it: look at its code."
        )
    try:
        listed = _listed(path, heading)
        _refuse_another(connection, path, listed)
        return _take(connection, path, schema, listed)
    except UNREAD as fault:
        raise Refused(f"{path.name} cannot be read as a list of postcodes; {WANTED}.") from fault


def _heading(path: Path) -> list[str]:
    """What the list calls its columns, in small letters."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip().lower() for name in next(csv.reader([file.readline(1 << 16)]), [])]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Refused(f"{path.name} cannot be read as a list of postcodes; {WANTED}.") from fault


def _listed(path: Path, heading: list[str]) -> str:
    """SQL of the list as it stands, under our names; its parameter is the path. Raises Refused where a column is
    lacking.
    """
    found = {
        ours: next((heading.index(name) for name in names if name in heading), None) for ours, names in NAMES.items()
    }
    lacking = [ours for ours, place in found.items() if place is None]
    if lacking:
        raise Refused(
            f"{path.name} is not a list of postcodes, since it has no column for the {', the '.join(lacking)}: "
            f"{WANTED}."
        )
    found["country"] = heading.index("country") if "country" in heading else None
    columns = ", ".join(f"{'NULL' if place is None else f'c{place}'} AS {ours}" for ours, place in found.items())
    names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(heading)))
    return (
        f"SELECT {columns} FROM read_csv(?, auto_detect = false, header = true, columns = {{{names}}}, delim = ',', "
        "quote = '\"', escape = '\"')"
    )


def _refuse_another(connection, path: Path, listed: str) -> None:
    (sound,) = connection.execute(
        f"""
        SELECT count(*) FROM (SELECT * FROM ({listed}) LIMIT {LOOKED_AT}) AS top_rows
        WHERE regexp_full_match(replace(upper(postcode), ' ', ''), '{SHAPE}') AND try_cast(easting
            AS DOUBLE) IS NOT NULL
          AND try_cast(northing AS DOUBLE) IS NOT NULL""",
        [str(path)],
    ).fetchone()
    if not sound:
        raise Refused(
            f"{path.name} is not a list of postcodes, since none of its first rows holds a postcode and where it "
            f"lies: {WANTED}."
        )


def _take(connection, path: Path, schema: str, listed: str) -> int:
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {schema}.postcodes AS
        WITH returned AS ({_returned(connection, schema)}),
        listed AS (
            SELECT replace(upper(postcode), ' ', '') AS postcode, nullif(trim(area), '') AS area,
                   nullif(left(upper(trim(country)), 1), '') AS country, try_cast(easting AS DOUBLE) AS easting,
                   try_cast(northing AS DOUBLE) AS northing
            FROM ({listed}) AS list
            WHERE replace(upper(postcode), ' ', '') IN (SELECT postcode FROM returned)
        ),
        councils AS (SELECT laua, council FROM read_csv(?, header = true, all_varchar = true))
        SELECT l.postcode,
               CASE WHEN coalesce(l.country, left(l.area, 1)) IN ('W', 'S', 'N', 'L', 'M') THEN NULL
                    ELSE coalesce(c.council, l.area) END AS la,
               coalesce(l.country, CASE WHEN regexp_full_match(l.area, '[A-Z].*')
                   THEN left(l.area, 1) WHEN l.area IS NOT NULL THEN 'E' END)
                   AS country,
               l.easting, l.northing
        FROM listed AS l LEFT JOIN councils AS c ON c.laua = l.area
        QUALIFY row_number() OVER (PARTITION BY l.postcode ORDER BY l.area NULLS LAST, l.easting, l.northing) = 1
        """,
        [str(path), str(COUNCILS)],
    )
    return connection.execute(f"SELECT count(*) FROM {schema}.postcodes").fetchone()[0]


def _returned(connection, schema: str) -> str:
    """SQL of each postcode of the return and of last year's, in capitals without spaces."""
    standing = {
        name
        for (name,) in connection.execute(
            "SELECT table_schema FROM information_schema.tables WHERE table_catalog = current_database() AND "
            "table_name = 'episodes'"
        ).fetchall()
    }
    return " UNION ".join(
        f"SELECT replace(upper({column}), ' ', '') AS postcode FROM {place}.episodes WHERE {column} IS NOT NULL"
        for place in (schema, f"{schema}_last")
        if place in standing
        for column in ("HOME_POST", "PL_POST")
    )
