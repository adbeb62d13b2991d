"""Pairs of records that may be one child: by identifier, then by Splink, and what may be linked without a person."""

import logging

from splink import DuckDBAPI, Linker

from .pair import Pair
from .weights import AGREEMENT, label, settings

# At or above LINK a pair is linked by itself when nothing speaks against it; from ASK a person is asked; below,
# dropped.
LINK, ASK = 0.95, 0.5
SAMPLE = 1_000_000
_EMPTY = """CREATE OR REPLACE TEMP TABLE scored(
    a VARCHAR, b VARCHAR, probability DOUBLE, weight DOUBLE, gamma_forename INTEGER, mw_forename DOUBLE,
    gamma_surname INTEGER, mw_surname DOUBLE, gamma_birth INTEGER, mw_birth DOUBLE, gamma_sex INTEGER, mw_sex DOUBLE,
    gamma_postcode INTEGER, mw_postcode DOUBLE)"""


def score(connection, seed: int = 1) -> list[Pair]:
    """Every pair of `identities` from two sources that reaches ASK, strongest first."""
    connection.execute(_EMPTY)
    _by_splink(connection, seed)
    _judge(connection)
    rows = connection.execute("SELECT * FROM judged ORDER BY weight DESC, a, b").fetchall()
    names = [column[0] for column in connection.description]
    return [_pair(dict(zip(names, row, strict=True))) for row in rows]


def _pair(row: dict) -> Pair:
    fields = tuple(
        (field, label(field, row[f"gamma_{field}"]), row[f"mw_{field}"])
        for field in AGREEMENT
        if row[f"gamma_{field}"] is not None
    )
    if row["identifier"]:
        fields = ((row["identifier"], "the same", 0.0), *fields)
    return Pair(
        row["a"],
        row["b"],
        row["probability"],
        row["weight"],
        fields,
        row["why_ask"] is None,
        row["why_ask"] or row["why_link"],
    )


def _by_splink(connection, seed: int) -> None:
    """Fill `scored` for the records that have names; nothing where fewer than two sources have any."""
    counts = connection.execute(
        "SELECT source, count(*) FROM identities WHERE forename IS NOT NULL OR surname IS NOT NULL GROUP BY source "
        "ORDER BY source"
    ).fetchall()
    if len(counts) < 2:
        return
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    frames = []
    for number, (source, _) in enumerate(counts):
        name = f"linking_source_{number}"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM identities WHERE source = ? "
            "AND (forename IS NOT NULL OR surname IS NOT NULL) ORDER BY ref",
            [source],
        )
        frames.append(api.register(name))
    linker = Linker(frames, settings(0.5 / max(count for _, count in counts)), log_level=logging.ERROR)
    # One sample at once: asking for a least count at every level repeats it a dozen times for the same answer.
    linker.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLE, seed=seed, min_count_per_level=None, num_chunks=1
    )
    found = linker.inference.predict(threshold_match_probability=ASK)
    parts = ", ".join(
        f"gamma_{field}, mw_{field}" + (f" + mw_tf_adj_{field}" if field in ("forename", "surname") else "")
        for field in AGREEMENT
    )
    connection.execute(f"""
        INSERT INTO scored SELECT least(unique_id_l, unique_id_r), greatest(unique_id_l, unique_id_r),
               match_probability, match_weight, {parts} FROM {found.physical_name}""")
    connection.execute(f"DROP TABLE IF EXISTS {found.physical_name}")


# A pair is held back for a person by the first of these that is true. Identifiers that agree and are borne out by the
# birth date or by both names need no more; identifiers that disagree always ask.
_ASKS = f"""
    CASE
        WHEN (l.upn <> r.upn) OR (l.nhs <> r.nhs) THEN 'Their identifiers differ.'
        WHEN i.identifier IS NOT NULL AND NOT i.borne_out
            THEN 'They share an identifier, but neither the birth date nor both names agree.'
        WHEN i.identifier IS NOT NULL THEN NULL
        WHEN s.probability < {LINK} THEN 'The score alone is not enough.'
        WHEN s.gamma_forename = 0 THEN 'Their first names differ: they may be brothers or sisters.'
        WHEN s.gamma_forename < 2 AND (l.siblings > 1 OR r.siblings > 1)
            THEN 'Their first names are not the same, and another child has the same surname, postcode and birth date.'
        WHEN s.gamma_forename < 0 THEN 'A first name is not known.'
    END"""


def _judge(connection) -> None:
    """Make `judged`: pairs by identifier and by score, each with why it may be linked or why a person must decide."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE families AS
        SELECT *, count(*) OVER (PARTITION BY source, surname, postcode, birth) AS siblings FROM identities""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE identified AS
        SELECT a, b, min(identifier) AS identifier, bool_or(borne_out) AS borne_out FROM (
            SELECT least(l.unique_id, r.unique_id) AS a, greatest(l.unique_id, r.unique_id) AS b, 'upn' AS identifier,
                   coalesce(l.birth = r.birth, false)
                       OR coalesce(jaro_winkler_similarity(l.forename, r.forename) >= 0.88
                   AND jaro_winkler_similarity(l.surname, r.surname) >= 0.88, false) AS borne_out
            FROM identities AS l JOIN identities AS r ON l.upn = r.upn AND l.source < r.source
            UNION ALL
            SELECT least(l.unique_id, r.unique_id), greatest(l.unique_id, r.unique_id), 'nhs',
                   coalesce(l.birth = r.birth, false)
                       OR coalesce(jaro_winkler_similarity(l.forename, r.forename) >= 0.88
                   AND jaro_winkler_similarity(l.surname, r.surname) >= 0.88, false)
            FROM identities AS l JOIN identities AS r ON l.nhs = r.nhs AND l.source < r.source
        ) AS shared GROUP BY a, b""")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        SELECT coalesce(s.a, i.a) AS a, coalesce(s.b, i.b) AS b, i.identifier,
               CASE WHEN i.borne_out THEN 1.0 ELSE coalesce(s.probability, {ASK}) END AS probability,
               CASE WHEN i.borne_out THEN 100.0 ELSE 0.0 END + coalesce(s.weight, 0.0) AS weight,
               s.* EXCLUDE (a, b, probability, weight), {_ASKS} AS why_ask,
               CASE WHEN i.identifier IS NOT NULL THEN 'An identifier is the same.'
                   ELSE 'The score is high enough.' END AS why_link
        FROM scored AS s FULL OUTER JOIN identified AS i ON i.a = s.a AND i.b = s.b
        JOIN families AS l ON l.unique_id = coalesce(s.a, i.a) JOIN families AS r
            ON r.unique_id = coalesce(s.b, i.b)""")
