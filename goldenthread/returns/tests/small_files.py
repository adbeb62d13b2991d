"""Small made-up files, as a rule's or an indicator's own examples write them, put on disk for the real reader."""

from pathlib import Path

from goldenthread.returns.formats.ssda903 import SSDA903
from goldenthread.returns.reading.postcodes import read_postcodes

CENSUS = """<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>
<ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>{la}</LEA>
<SoftwareCode>made up</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo>
<DateTime>{year}-05-01T10:00:00</DateTime></Source></Header><Children>{children}</Children></Message>"""


def census(folder: Path, children: str, year: int, la: str = "999") -> list[Path]:
    """A census file around child elements; a whole `<Message>` is written as it is."""
    path = folder / "census.xml"
    whole = children if "<Message>" in children else CENSUS.format(year=year, la=la, children=children)
    path.write_text(whole, encoding="utf-8")
    return [path]


def looked_after(folder: Path, tables: dict[str, str], form=SSDA903) -> list[Path]:
    """A CSV file for each table; columns that the example leaves out are written blank."""
    paths = []
    for name, text in tables.items():
        header, *rows = [line.split(",") for line in text.strip().splitlines()]
        columns = [column.name for column in form.table(name).columns]
        path = folder / f"{name}.csv"
        lines = [",".join(columns)]
        for row in rows:
            found = dict(zip(header, row, strict=True))
            lines.append(",".join(found.pop(column, "").strip() for column in columns))
            assert not found, f"{name} has no columns {sorted(found)}"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def lay_out_postcodes(connection, folder: Path, text: str) -> None:
    """The example's list of postcodes, beside the looked after return that was read before."""
    path = folder / "list-of-postcodes.csv"
    path.write_text(text.strip() + "\n", encoding="utf-8")
    read_postcodes(connection, path, "ssda903")
