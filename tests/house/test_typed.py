"""Whatever somebody types goes through one reader of texts and numbers."""

import ast

import pytest

from tests.house import code

# Fields of the framework that read numbers in ways of their own ("²", "1_000", "1e9"), and what is used instead.
OWN_FIELDS = {
    "IntegerField": "WholeField",
    "DecimalField": "NumberField",
    "FloatField": "NumberField",
    "DateField": "DayField",
}
# Ways of reading a number from text that fail, or take for one what is none.
READERS = "goldenthread/foundation/values.py"


def of_the_framework(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and code.called(node).startswith("forms."):
            name = code.called(node).split(".")[-1]
            if name in OWN_FIELDS:
                yield node.lineno, f"{name}: use {OWN_FIELDS[name]}"
        bases = {code.dotted(base) for base in node.bases} if isinstance(node, ast.ClassDef) else set()
        if bases & {"forms.Form", "forms.ModelForm"} and node.name != "HouseForm":
            yield node.lineno, f"{node.name}: make it a HouseForm"
        if isinstance(node, ast.Attribute) and node.attr in {"isdigit", "isdecimal", "isnumeric"}:
            yield node.lineno, f"{node.attr}: “²” or “٣” pass it; use {READERS}"


def modules():
    return [path for path in code.modules() if code.name_of(path) not in MAY and "/returns/" not in code.name_of(path)]


# Files that ask a letter what it is, each with its reason.
MAY = {
    "goldenthread/config/bodies.py": "the length of a request, before any form is there: its digits are 0 to 9 alone",
    "goldenthread/foundation/ui/day_fields.py": "asks whether a month is written as a number; four digits of a year",
    "goldenthread/foundation/records/taking_out.py": "sorts keys, which hold the digits 0 to 9 alone",
}


@pytest.mark.parametrize("path", modules(), ids=code.name_of)
def test_numbers_and_texts_are_read_in_one_place(path):
    assert [f"{code.name_of(path)}:{line} {what}" for line, what in of_the_framework(code.tree(path))] == []


def test_files_that_may_still_do():
    for name in MAY:
        assert list(of_the_framework(code.tree(code.REPOSITORY / name))), name


@pytest.mark.parametrize("line", ["forms.IntegerField()", "class A(forms.Form): pass", "int(x) if x.isdigit() else 0"])
def test_another_reader_is_recognised(line):
    assert list(of_the_framework(ast.parse(line)))
