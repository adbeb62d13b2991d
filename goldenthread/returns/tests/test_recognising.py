"""What a file is comes from its content; what is no return is told in one sentence."""

import gzip
import io
import zipfile

import pytest

from goldenthread.returns.formats.ssda903 import SSDA903
from goldenthread.returns.reading import look
from goldenthread.returns.reading.recognise import recognise, recognised
from goldenthread.returns.tables import Refused

from .small_files import CENSUS

CENSUS_FILE = CENSUS.format(year=2026, la="999", children="").encode()


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return stream.getvalue()


def put(folder, content, name="some.file"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_census_says_its_council_and_year(tmp_path):
    found = recognise(put(tmp_path, CENSUS_FILE, "header.csv"))
    assert (found.form, found.kind, found.la, found.year) == ("cin", "xml", "999", 2026)
    assert found.why == "Its root element is Message and its header says CIN."


def test_each_table_of_the_looked_after_return_is_known_by_its_columns(tmp_path):
    for table in SSDA903.tables:
        columns = ",".join(column.name.lower() for column in reversed(table.columns))
        found = recognise(put(tmp_path, columns.encode() + b"\n"))
        assert (found.form, found.table) == ("ssda903", table.name)


def test_the_xml_form_is_known_by_its_root(tmp_path):
    assert recognise(put(tmp_path, b"<?xml version='1.0'?><EXPSSDA903/>", "x.csv")).form == "ssda903"


REFUSED = {
    "an empty file": (b"", "some.file is empty."),
    "blanks": (b" \n\n", "some.file is empty."),
    "a byte order mark alone": (b"\xef\xbb\xbf", "some.file is empty."),
    "a zip": (zipped("a.csv"), "is a zip file; unpack it"),
    "a damaged zip": (zipped("a.csv")[:40], "but is damaged"),
    "a workbook": (zipped("xl/workbook.xml"), "is an Excel workbook that cannot be opened"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "is a picture"),
    "a gzip": (gzip.compress(CENSUS_FILE), "is a compressed file"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "old or a password-protected Office file"),
    "another XML": (b"<html><body/></html>", "is XML with the root element html; no return"),
    "another collection": (
        CENSUS_FILE.replace(b"<Collection>CIN", b"<Collection>SCH"),
        "is a file of the collection SCH",
    ),
    "broken XML": (b"<<<", "is not well-formed XML: line 1"),
    "XML of a strange encoding": (
        b"<?xml version='1.0' encoding='zlib'?><Message/>",
        "says that it is written in zlib",
    ),
    "a document type": (b"<!DOCTYPE Message SYSTEM 'file:///etc/passwd'><Message/>", "declares a document type"),
    "text": (b"Dear all,\nplease find", "is text that begins with 'Dear all, '; no return"),
    "NULs": (b"CHILD,\x00\x00DOB", "holds NUL bytes"),
    "UTF-16 without a mark": ("CHILD,DOB".encode("utf-16-le"), "UTF-16 without saying so"),
    "one huge line": (b"a," * 100_000, "first line of more than 65,536 bytes"),
    "a first line with an open quote": (b'"CHILD,DOB\n', "a quote in it is not closed"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_return_is_told_in_one_sentence(tmp_path, what):
    content, says = REFUSED[what]
    path = put(tmp_path, content)
    with pytest.raises(Refused) as refusal:
        recognise(path)
    said = str(refusal.value)
    assert says in said and said.endswith(".") and "\n" not in said and len(said) < 300
    (found,) = recognised([path])
    assert (found.form, found.why) == ("", said)


def test_no_more_than_the_opening_is_read(tmp_path, monkeypatch):
    path = put(tmp_path, CENSUS_FILE.replace(b"</Children>", b"<Child/>" * 100_000 + b"</Children>"))
    sizes = []

    class Watched(io.FileIO):
        def read(self, size=-1):
            sizes.append(size)
            return super().read(size)

    monkeypatch.setattr(look.Path, "open", lambda self, *args, **options: Watched(str(self)))
    assert recognise(path).la == "999"
    assert sizes == [look.HEAD]


def test_a_folder_is_its_files_without_what_systems_leave(tmp_path):
    put(tmp_path, CENSUS_FILE, "b.xml")
    put(tmp_path, b"x", ".DS_Store")
    put(tmp_path, b"x", "~$lock.xlsx")
    put(tmp_path, b"hello\n", "a.txt")
    assert [(found.path.name, found.form) for found in recognised([tmp_path])] == [("a.txt", ""), ("b.xml", "cin")]


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(Refused, match="There is no file gone.xml"):
        recognise(tmp_path / "gone.xml")
