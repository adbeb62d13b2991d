"""Spoils small good files in many ways and reads them: no crash (only Refused), no hang, no growth of memory.

    python -m goldenthread.returns.tests.fuzz --seconds 600 --seed 1

A reader that is added brings its own good files to `GOOD`.
"""

import argparse
import io
import random
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import xlsxwriter

from goldenthread.returns.formats import FORMATS
from goldenthread.returns.formats.annex_a import ANNEX_A
from goldenthread.returns.formats.cin import CIN
from goldenthread.returns.reading import parts
from goldenthread.returns.reading.read import read
from goldenthread.returns.tables import Refused

CENSUS = (
    b"""<?xml version="1.0" encoding="UTF-8"?>
<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>
</CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>999</LEA><DateTime>2026-05-01T10:00:00</DateTime></Source></Header>
<Children>"""
    + b"""<Child><ChildIdentifiers><LAchildID>A1</LAchildID>
<PersonBirthDate>2015-03-27</PersonBirthDate></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>HAND</Disability></Disabilities></ChildCharacteristics>
<CINdetails><CINreferralDate>2025-10-06</CINreferralDate><ReferralNFA>0</ReferralNFA><Assessments>
<AssessmentActualStartDate>2025-10-07</AssessmentActualStartDate><FactorsIdentifiedAtAssessment><AssessmentFactors>1C</AssessmentFactors>
</FactorsIdentifiedAtAssessment></Assessments><ChildProtectionPlans><CPPstartDate>2025-11-01</CPPstartDate><NumberOfPreviousCPP>1</NumberOfPreviousCPP>
<Reviews><CPPreviewDate>2026-01-02</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>
"""
    * 3
    + b"</Children></Message>"
)
LOOKED_AFTER = b"""<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><SEX>M</SEX><DOB>01/02/2010</DOB><UASC>1</UASC>
<AREVIEW><REVIEW>01/05/2025</REVIEW>
<REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></HEADER><EPISODE><DECOM>01/04/2025</DECOM><PL>U1</PL></EPISODE></CHILD></EXPSSDA903>"""


def _table(table) -> bytes:
    heads = ",".join(f'"{column.header or column.name}"' for column in table.columns)
    return (heads + "\n" + (",".join(["01/02/2025"] * len(table.columns)) + "\n") * 4).encode()


def _workbook() -> bytes:
    stream, table = io.BytesIO(), ANNEX_A.tables[0]
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("List 1")
        for row in range(4):
            for place, column in enumerate(table.columns):
                sheet.write(row, place, column.header if row == 0 else 45_000 + row if row == 1 else "01/02/2025")
    return stream.getvalue()


WORKBOOK = _workbook()
# By kind, so that each is spoiled as often as another.
KINDS = [
    [CENSUS],
    [LOOKED_AFTER],
    [WORKBOOK],
    *([_table(table) for table in form.tables] for form in FORMATS.values() if form is not CIN),
]
GOOD = [good for kind in KINDS for good in kind]
TOKENS = [
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x1F600;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"<?x ?>",
    b"<!DOCTYPE a [",
    b"<Child>",
    b"</Child>",
    b"<Children>",
    b"</Message>",
    b"<CINdetails/>",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe9",
    b"\xf0\x9f\x98\x80",
    b'"',
    b'""',
    b"'",
    b",",
    b"\t",
    b";",
    b"\r",
    b"\n",
    b"\r\n",
    b"=1+1",
    b"\\N",
    b"NULL",
    b"99/99/9999",
    b"0000-00-00",
    b"999999-01-01",
    b"1e999",
    b"nan",
    b"-",
    b" " * 70_000,
    b"a" * 3000,
    b"xmlns:x='y' ",
    b'encoding="UTF-16"',
    b"2026-02-30",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
]
LONGEST = 20  # seconds in which one small file must be read or refused
MOST_GROWTH = 200  # megabytes


def spoiled(chance: random.Random) -> bytes:
    """One good file with one to six things done to it, or to one part of it where it is a zip of parts."""
    good = chance.choice(chance.choice(KINDS))
    if good is not WORKBOOK or chance.random() < 0.2:
        return _spoiled(chance, good)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as before, zipfile.ZipFile(stream, "w") as after:
        names = before.namelist()
        struck = chance.choice(
            [name for name in names if name.endswith(("sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml"))]
        )
        for name in names:
            after.writestr(name, _spoiled(chance, before.read(name)) if name == struck else before.read(name))
    return stream.getvalue()


def _spoiled(chance: random.Random, good: bytes) -> bytes:
    content = bytearray(good)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        to = min(len(content), at + int(chance.expovariate(1 / 20)))
        match chance.randrange(8):
            case 0:
                content[at:at] = chance.choice(TOKENS)
            case 1:
                content[at:to] = chance.choice(TOKENS)
            case 2:
                del content[at:to]
            case 3:
                content[at:at] = content[at:to] * chance.randint(1, 30)
            case 4 if content:
                content[at % len(content)] = chance.randrange(256)
            case 5:
                del content[at:]
            case 6:
                other = chance.choice(GOOD)
                content[at:to] = other[chance.randrange(len(other)) :][:200]
            case _:
                if chance.random() < 0.1:
                    content = bytearray(
                        bytes(content)
                        .decode("latin-1")
                        .encode(chance.choice(["utf-16", "utf-16-be", "utf-8-sig", "cp037"]))
                    )
    return bytes(content)


def run(seconds: float, seed: int, folder: Path) -> tuple[Counter, float, int]:
    """How each file ended, the longest time one took in seconds, and by how many megabytes memory grew.

    Raises what a reader raised beside Refused, after keeping the file as `crash` in the folder.
    """
    chance, ended, longest, base = random.Random(seed), Counter(), 0.0, 0
    parts_worth, parts.parts_worth = parts.parts_worth, lambda size: 1
    try:
        with duckdb.connect(config={"threads": 1, "memory_limit": "200MB"}) as connection:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                began = time.monotonic()
                ended[_one(connection, folder, spoiled(chance))] += 1
                longest = max(longest, time.monotonic() - began)
                if sum(ended.values()) == 20:
                    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    finally:
        parts.parts_worth = parts_worth
    return ended, longest, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024 if base else 0


def _one(connection, folder: Path, content: bytes) -> str:
    place = folder / "place"
    place.mkdir()
    (place / "file").write_bytes(content)
    try:
        read(connection, [place / "file"], place, year=2026, schema="fuzzed")
        connection.execute("DROP SCHEMA fuzzed CASCADE")
        return "read"
    except Refused as refusal:
        said = str(refusal)
        assert said.endswith(".") and "\n" not in said and len(said) < 500, said
        return "refused"
    except BaseException:
        (folder / "crash").write_bytes(content)
        raise
    finally:
        shutil.rmtree(place)


def main() -> int:
    """Fuzz for the time told; 0 when nothing was found."""
    wanted = argparse.ArgumentParser(description="Spoil small files and read them.")
    wanted.add_argument("--seconds", type=float, default=60)
    wanted.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    told = wanted.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    print(f"Seed {told.seed}; a file that crashes a reader is kept as {folder / 'crash'}.", flush=True)
    ended, longest, grown = run(told.seconds, told.seed, folder)
    print(f"{dict(ended)}; the slowest took {longest:.2f} s; memory grew by {grown} MB.")
    if longest > LONGEST or grown > MOST_GROWTH:
        print("That is too slow or too much memory.")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
