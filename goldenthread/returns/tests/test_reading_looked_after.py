"""The looked after return: twelve CSV files known by their columns, or one XML file, to the same tables."""

import os
import string
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.returns.formats.ssda903 import SSDA903
from goldenthread.returns.reading import flat, layout
from goldenthread.returns.reading.layout import line_of
from goldenthread.returns.reading.read import read
from goldenthread.returns.tables import Refused

from .small_files import looked_after

EXAMPLES = os.environ.get("GOLDENTHREAD_RETURNS_DATA", "")
needs_examples = pytest.mark.real_files
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"
GOOD = REVIEWS + "\nA1,01/02/2010,03/04/2025,PN1\nA2,01/02/2011,30/02/2025,PN2\n"


@pytest.fixture
def engine():
    with duckdb.connect() as connection:
        yield connection


def rows(engine, table, columns="*", schema="ssda903"):
    return engine.execute(f"SELECT {columns} FROM {schema}.{table} ORDER BY row_no").fetchall()


def brought(engine, folder, content, schema="ssda903", **options):
    path = folder / "any name.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(engine, [path], folder, year=2026, schema=schema, **options)


SAME = {
    "as it is": GOOD,
    "a byte order mark": "\ufeff" + GOOD,
    "\\r\\n": GOOD.replace("\n", "\r\n"),
    "other case": GOOD.replace("CHILD", "Child").replace("REVIEW_CODE", "review_code"),
    "blank columns": "\n".join(line + ",,, " for line in GOOD.splitlines()) + "\n",
    "a quoted header": GOOD.replace("CHILD", '"CHILD"'),
    "tabs": GOOD.replace(",", "\t"),
    "semicolons": GOOD.replace(",", ";"),
    "UTF-16": GOOD.encode("utf-16"),
    "no line end at the end": GOOD.rstrip(),
    "all quoted": GOOD.replace("A1", '"A1"'),
    "blank rows": GOOD + ",,,\n, ,,\n",
}


@pytest.mark.parametrize("how", SAME)
def test_a_table_reads_alike_however_it_is_written(engine, tmp_path, how):
    brought(engine, tmp_path, SAME[how])
    assert rows(engine, "reviews", "line, CHILD, DOB::VARCHAR, REVIEW::VARCHAR, REVIEW_text, REVIEW_CODE") == [
        (2, "A1", "2010-02-01", "2025-04-03", "03/04/2025", "PN1"),
        (3, "A2", "2011-02-01", None, "30/02/2025", "PN2"),
    ]


def test_columns_may_come_in_any_order(engine, tmp_path):
    brought(engine, tmp_path, "REVIEW_CODE,REVIEW,CHILD,DOB\nPN1,03/04/2025,A1,01/02/2010\n")
    assert rows(engine, "reviews", "CHILD, REVIEW_CODE, REVIEW_text") == [("A1", "PN1", "03/04/2025")]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1/4/2025", "2025-04-01"),
        ("01/04/25", None),
        ("2025-04-01", None),
        ("31/02/2025", None),
        ("01/04/2025 00:00", None),
        (" 01/04/2025 ", "2025-04-01"),
        ("1/4/25", None),
    ],
)
def test_a_day_has_four_digits_of_year(engine, tmp_path, words, day):
    brought(engine, tmp_path, f"{REVIEWS}\nA1,{words},,\n")
    assert rows(engine, "reviews", "DOB::VARCHAR, DOB_text") == [(day, words)]


@pytest.mark.parametrize(
    "content",
    [
        REVIEWS + '\nA1,"01/02\n/2010",,PN1\n\n\nA2,,,\n',
        REVIEWS + "\n\nA1,,,PN1\n\nA2,,,\n",
        REVIEWS + '\r\nA1,"a ""b"", c",,\r\nA2,,,\r\n',
        REVIEWS + "\nA1\nA2,,,,,over\n",
        REVIEWS.encode() + b"\nJos\xe9,,,\n",
    ],
)
def test_rows_keep_their_lines_through_breaks_blanks_and_quotes(engine, tmp_path, content):
    brought(engine, tmp_path, content)
    text = content.decode("cp1252") if isinstance(content, bytes) else content
    lines = text.replace("\r\n", "\n").split("\n")
    found = rows(engine, "reviews", "line, field_lines, CHILD")
    assert [child for *_, child in found][:2] in (["A1", "A2"], ["José"])
    for line, where, child in found:
        assert lines[line_of(SSDA903.table("reviews"), "CHILD", line, where) - 1].startswith(child)


def test_words_in_a_column_without_a_name_are_kept(engine, tmp_path):
    loaded = brought(engine, tmp_path, REVIEWS + ",\nA1,,,PN1,note\nA2,,,PN2\nA3,,,PN3,,extra\n")
    assert engine.execute("SELECT line, place, words FROM ssda903.unread").fetchall() == [
        (2, "reviews: column 5, which has no name", "note"),
        (4, "reviews: column 6, which has no name", "extra"),
    ]
    assert loaded.rows["reviews"] == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (REVIEWS + '\nA1,"x,,\nA2,,,\n', "a quote that was opened is never closed"),
        (REVIEWS + '\nA1,"x"y,,\n', "line 2: a quote stands where no quote may be"),
        (REVIEWS + "\nA1,=1+1,,\n", "line 2: DOB holds a formula"),
        (REVIEWS + '\nA1,"=cmd|x!A0",,\n', "line 2: DOB holds a formula"),
        (REVIEWS + "\nA1,\x00,,\n", "NUL"),
        (REVIEWS.encode() + b"\nA1,\x81,,\n", "bytes that are no letters in cp1252"),
        ("CHILD,DOB,REVIEW\nA1,,\n", "looks like the table reviews .* but lacks REVIEW_CODE"),
        ("CHILD,DOB,REVIEW,REVIEW_CODES\nA1,,\n", "lacks REVIEW_CODE and has the unknown REVIEW_CODES"),
        (REVIEWS + ",CHILD\nA1,,,,\n", "has the column CHILD twice"),
    ],
)
def test_a_table_that_cannot_be_taken_says_why_and_leaves_nothing(engine, tmp_path, content, says):
    with pytest.raises(Refused, match=says):
        brought(engine, tmp_path, content)
    assert engine.execute("SELECT count(*) FROM information_schema.tables").fetchone() == (0,)


def test_two_files_of_one_table_or_of_two_returns_are_refused(engine, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(Refused, match="a.csv and b.csv both hold the table reviews; bring one of them"):
        read(engine, [tmp_path], tmp_path, year=2026)
    (tmp_path / "b.csv").write_text("<Message><Children/></Message>")
    with pytest.raises(Refused, match="of more than one return"):
        read(engine, [tmp_path], tmp_path, year=2026)
    with pytest.raises(Refused, match="Say which year"):
        read(engine, [tmp_path / "a.csv"], tmp_path)


def test_last_years_return_stands_beside_this_years(engine, tmp_path):
    brought(engine, tmp_path, GOOD)
    loaded = brought(engine, tmp_path, GOOD.replace("A1", "Z9"), schema="ssda903_last", la="999")
    assert rows(engine, "reviews", "CHILD") == [("A1",), ("A2",)]
    assert rows(engine, "reviews", "CHILD", "ssda903_last") == [("Z9",), ("A2",)]
    assert set(loaded.missing) == {table.name for table in SSDA903.tables} - {"reviews"}


XML = """<EXPSSDA903>
<CHILD><EPISODE><DECOM>06/01/2025</DECOM><PL>R5</PL></EPISODE>
<HEADER><AREVIEW><REVIEW>27/09/2025</REVIEW>
<REVIEW_CODE>PN0</REVIEW_CODE></AREVIEW><UASC>1</UASC><DUC>28/09/2028</DUC>
<IN_TOUCH>YES</IN_TOUCH><SEX>M</SEX><Other>x</Other>
<CHILDID>A1</CHILDID><DOB>01/02/2010</DOB></HEADER></CHILD>
<CHILD><HEADER><CHILDID>A2</CHILDID><UASC>0</UASC><MOTHER /></HEADER></CHILD>
</EXPSSDA903>"""


def test_the_xml_form_gives_the_same_tables_with_the_childs_own_fields_in_each_row(engine, tmp_path):
    loaded = brought(engine, tmp_path, XML)
    assert rows(engine, "header", "CHILD, SEX, DOB_text, line") == [("A1", "M", "01/02/2010", 2), ("A2", None, None, 7)]
    assert rows(engine, "episodes", "CHILD, PLACE, DECOM::VARCHAR, line, field_lines") == [
        ("A1", "R5", "2025-01-06", 2, "6 2    2       ")
    ]
    assert rows(engine, "reviews", "CHILD, DOB_text, REVIEW_CODE, field_lines") == [
        ("A1", "01/02/2010", "PN0", "6 6 3 4")
    ]
    assert rows(engine, "uasc", "CHILD, SEX, DUC_text") == [("A1", "M", "28/09/2028")]
    assert rows(engine, "oc3", "CHILD, IN_TOUCH") == [("A1", "YES")]
    assert rows(engine, "ad1") == []
    assert engine.execute("SELECT line, place, words FROM ssda903.unread").fetchall() == [
        (5, "EXPSSDA903/CHILD/HEADER/Other", "x")
    ]
    assert loaded.missing == ("sw_episodes", "dolo")


@needs_examples
def test_the_example_files_read_without_loss(engine, tmp_path):
    """Every value of every CSV stands in its table, in the order of the file."""
    import csv

    paths = [
        p for p in sorted((Path(EXAMPLES) / "ssda903").glob("*.csv")) if p.name != "placed_for_adoption_errors.csv"
    ]
    loaded = read(engine, paths, tmp_path, year=2025)
    assert len(paths) == 12 and loaded.missing == () and loaded.unread == 0
    for path in paths:
        table = SSDA903.table(path.stem.lower())
        with path.open(encoding="utf-8-sig", newline="") as file:
            wanted = [tuple(row[c.name] or None for c in table.columns) for row in csv.DictReader(file)]
        assert rows(engine, table.name, ", ".join(f'"{c.text_name}"' for c in table.columns)) == wanted


@needs_examples
def test_the_example_xml_reads_without_loss(engine, tmp_path):
    loaded = read(engine, [Path(EXAMPLES) / "ssda903" / "fake_903.xml"], tmp_path, year=2019)
    assert loaded.unread == 0
    assert {name: count for name, count in loaded.rows.items() if count} == {
        "header": 253,
        "episodes": 459,
        "reviews": 1206,
        "missing": 6,
        "previous_permanence": 253,
        "oc2": 253,
        "placed_for_adoption": 3,
        "ad1": 3,
        "oc3": 6,
        "uasc": 12,
    }


CELL = st.text(st.sampled_from(string.ascii_letters[:3] + " 1/é\t\"'\\\r\n,"), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.one_of(st.just(""), CELL), min_size=4, max_size=5), max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_the_quick_and_the_careful_way_give_the_same(engine, tmp_path, monkeypatch, cells, end, ended):
    """Also where the text is not what a writer of CSV would make: each way gives the same rows, or both refuse."""
    content = (end.join([REVIEWS, *(",".join(row) for row in cells)]) + (end if ended else "")).encode()
    answers = []
    for schema in ("quickly", "carefully"):
        with monkeypatch.context() as only:
            if schema == "carefully":
                only.setattr(flat, "quick", lambda *_: None)
            try:
                brought(engine, tmp_path, content, schema)
                found = rows(engine, "reviews", "line, CHILD, DOB_text, DOB, REVIEW_text, REVIEW_CODE", schema)
                answers.append((found, engine.execute(f"SELECT * FROM {schema}.unread").fetchall()))
            except Refused as refusal:
                answers.append(str(refusal))
    assert answers[0] == answers[1]


def test_the_quick_way_is_taken_where_the_file_is_plain(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(flat, "careful", None)
    brought(engine, tmp_path, GOOD)
    assert len(rows(engine, "reviews")) == 2


def test_a_table_that_nobody_brought_has_the_columns_of_one_that_is_filled(engine, tmp_path):
    """The same names, types and order, so that a rule reads both alike."""
    read(engine, looked_after(tmp_path, {"episodes": "CHILD,DECOM\nA1,01/05/2025\n"}), tmp_path, la="999", year=2026)
    filled = engine.execute("DESCRIBE ssda903.episodes").fetchall()
    layout.typed(engine, SSDA903, "ssda903", SSDA903.table("episodes"))
    assert engine.execute("DESCRIBE ssda903.episodes").fetchall() == filled
