"""Files made to break a reader, and what they may cost. Run by itself it reads each and prints its peak memory in
MB.
"""

import resource
import sys
from pathlib import Path

HEAD = (
    b"<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>"
    b"</CollectionDetails><Source><LEA>999</LEA></Source></Header><Children>"
)
TAIL = b"</Children></Message>"
COLUMNS = b"CHILD,DOB,REVIEW,REVIEW_CODE\n"
BIG, READ = 48 << 20, 16 << 20
CHILD = b"<Child><ChildIdentifiers><LAchildID>A</LAchildID></ChildIdentifiers></Child>\n"

# What it is: (before, repeated, after, bytes of it, what the refusal says; "" when the file is taken).
FILES = {
    "a value of many megabytes": (
        HEAD + b"<Child><ChildIdentifiers><LAchildID>",
        b"a" * 4096,
        b"</LAchildID></ChildIdentifiers></Child>" + TAIL,
        BIG,
        "is longer than 1,048,576 letters",
    ),
    "a value of many lines": (
        HEAD + b"<Child><ChildIdentifiers><LAchildID>",
        b"a\n" * 2048,
        b"</LAchildID></ChildIdentifiers></Child>" + TAIL,
        BIG,
        "is longer than 1,048,576 letters",
    ),
    "a tag of many megabytes": (
        HEAD + b"<Child ",
        b"a" * 4096,
        b"/>" + TAIL,
        BIG,
        "one tag is longer than 1,048,576 bytes",
    ),
    "an attribute of many megabytes": (HEAD + b"<Child a='", b"a" * 4096, b"'/>" + TAIL, BIG, "one tag is longer"),
    "a comment of many megabytes": (HEAD + b"<!--", b"a" * 4096, b"-->" + CHILD + TAIL, BIG, "one tag is longer"),
    "deep nesting": (HEAD, b"<a>" * 1024, TAIL, BIG, "more than 64 deep"),
    "a child of many megabytes": (
        HEAD + b"<Child><CINdetails>",
        b"<Section47><S47ActualStartDate>2025-01-01</S47ActualStartDate></Section47>\n",
        b"</CINdetails></Child>" + TAIL,
        READ,
        "",
    ),
    "unknown elements of many megabytes": (HEAD + b"<Child>", b"<x>y</x>" * 512, b"</Child>" + TAIL, READ, ""),
    "words between elements of many megabytes": (HEAD, b"words " * 512, TAIL, READ, ""),
    "bytes that are no UTF-8": (HEAD, b"<Child>\xff\xfe</Child>", TAIL, BIG, "a character stands where none may"),
    "a NUL": (HEAD, b"<Child>\x00</Child>", TAIL, BIG, "NUL"),
    "an entity nobody declared": (HEAD, b"<Child>&lol;</Child>", TAIL, BIG, "an entity such as &name; is used"),
    "a document type after the opening": (
        b" " * 70_000 + b"<!DOCTYPE Message [<!ENTITY a 'b'>]>" + HEAD,
        CHILD,
        TAIL,
        1 << 20,
        "blank bytes",
    ),
    "a document type behind a comment": (
        b"<!--" + b" " * 4000 + b"--><!DOCTYPE Message [<!ENTITY a 'b'>]>" + HEAD,
        CHILD,
        TAIL,
        1 << 20,
        "document type",
    ),
    "an end that never comes": (HEAD, CHILD, b"", READ, "the file ends before its elements do"),
    "a lying encoding": (
        b"<?xml version='1.0' encoding='UTF-16'?>" + HEAD,
        CHILD,
        TAIL,
        1 << 20,
        "not well-formed XML",
    ),
    "a child of the looked after return with many episodes": (
        b"<EXPSSDA903><CHILD>",
        b"<EPISODE><DECOM>01/01/2025</DECOM></EPISODE>",
        b"</CHILD></EXPSSDA903>",
        READ,
        "more than 20,000 rows",
    ),
    "a cell of many megabytes": (COLUMNS + b"A,", b"a" * 4096, b",,\n", BIG, "longer than"),
    "a quote that is never closed": (COLUMNS + b'A,"', b"a\n" * 2048, b"", READ, "longer than"),
    "a row of many short lines": (COLUMNS + b'A,"', b'\n","' * 1024, b"", READ, "longer than"),
    "a line of many columns": (COLUMNS, b"," * 4096, b"\n", BIG, "longer than"),
    "a header of many columns": (b"CHILD", b",a" * 2048, b"\n", BIG, "first line of more than"),
    "a NUL in a table": (COLUMNS, b"A,\x00,,\n", b"", BIG, "NUL"),
    "a formula in the last row": (
        COLUMNS,
        b"A,01/01/2010,01/01/2025,PN1\n",
        b"A,=HYPERLINK(1),,\n",
        2 << 20,
        "holds a formula",
    ),
}


def write(path: Path, what: str) -> None:
    """Put one of them on disk."""
    before, repeated, after, size, _ = FILES[what]
    block = repeated * max(1, (1 << 20) // len(repeated))
    with path.open("wb") as file:
        file.write(before)
        for _ in range(max(1, size // len(block))):
            file.write(block)
        file.write(after)


def main(folder: Path) -> None:
    """Read each; one line for each: peak memory so far in MB, what it is, what was said."""
    from goldenthread.returns import workspace
    from goldenthread.returns.reading.read import read
    from goldenthread.returns.tables import Refused

    connection = workspace.connect(folder, memory="100MB", threads=1)
    warm = folder / "warm"
    warm.mkdir()
    (warm / "a.xml").write_bytes(HEAD + CHILD * 30_000 + TAIL)
    read(connection, [warm / "a.xml"], warm)
    print(_peak(), "warm", "", sep="\t", flush=True)
    # Those that are read come last: what the tables need may count only for them.
    for number, what in enumerate(sorted(FILES, key=lambda name: not FILES[name][-1])):
        place = folder / str(number)
        place.mkdir()
        write(place / "file", what)
        try:
            loaded = read(connection, [place / "file"], place, year=2026, schema=f"s{number}")
            said = f"{sum(loaded.rows.values())} rows"
            connection.execute(f"DROP SCHEMA s{number} CASCADE")
        except Refused as refusal:
            said = str(refusal)
        (place / "file").unlink()
        print(_peak(), what, said, sep="\t", flush=True)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
