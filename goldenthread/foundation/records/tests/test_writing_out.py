"""Whatever is written reads back as it was."""

from hypothesis import example, given
from hypothesis import strategies as some

from goldenthread.foundation.records.parsing import Mapping, Scalar, Sequence, parse
from goldenthread.foundation.records.writing_out import document, mapping, scalar

ODD = [
    "no",
    "1e3",
    "2024-01-01",
    "~",
    "null",
    "",
    " leading",
    "trailing ",
    "a: b",
    "a #b",
    "- a",
    "# a",
    "'",
    '"',
    "🙂 emoji",
    "two\nlines",
    "\n\nblank first",
    "  deep\n first",
    "last\n",
    "tab\tin it",
    "\ttab first\nand more",
    "nel \x85 and ls \u2028 in\nit",
    "\ufeffbom\nx",
    "\x7f\nx",
    "x" * 300,
    "x\n\n\n\ny",
    "a\n   \nb",
    "%",
    "@",
    "`",
    "*alias",
    "&anchor",
    "!tag",
    "|",
    ">",
    "---",
    "--- a",
    "...",
    "\\",
    "\\n",
    "£",
    "“quoted”",
    "key",
    "? a",
    "[a]",
    "{a}",
    "a,b",
    "true",
    "0x1f",
    "1_000",
    "12:30",
    "=",
    "<<",
    "a\rb",
    "a\r\nb",
    "\x00",
    "\x1b",
    "..\n...\n---\n# not a comment\n",
]
texts = some.one_of(some.text(), some.sampled_from(ODD), some.text(alphabet=" \n\t-:#'\"|>a", max_size=40))


def plain(node):
    """Nodes as plain values."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.pairs.items()}


def as_read(value):
    """A block ends with a line break, which the fields take off; everything else reads back to the letter."""
    if isinstance(value, str):
        return value + "\n" if scalar(value, 0).startswith("|") else value
    if isinstance(value, list):
        return [as_read(one) for one in value]
    return {name: as_read(one) for name, one in value.items()}


def read_back(text):
    faults = []
    node = parse("x.yaml", text.encode("utf-8"), faults)
    assert not faults, faults
    assert isinstance(node, Mapping)
    return plain(node)


@given(texts)
@example("a\n" + "b" * 200)
def test_every_text_reads_back(text):
    values = {"key": "a", "text": text, "rows": [{"text": text, "more": [text, "x"]}, {"text": "y"}]}
    expected = as_read(values)
    assert read_back(mapping(values)) == expected
    assert read_back(document({"things": [values, values]})) == {"things": [expected, expected]}


def test_each_odd_text_reads_back():
    for text in ODD:
        test_every_text_reads_back.hypothesis.inner_test(text)


def test_long_text_is_written_as_a_block_that_a_person_can_read():
    assert mapping({"text": "One.\n\nTwo."}) == "text: |\n  One.\n\n  Two.\n"


def test_what_looks_like_another_thing_is_quoted():
    assert (
        mapping({"a": "no", "b": "2024-01-01", "c": "Plain words (2)"})
        == 'a: "no"\nb: "2024-01-01"\nc: Plain words (2)\n'
    )
