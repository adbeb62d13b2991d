"""Nothing of the record is forgotten when it is taken out: every column and table is in the file, or said not to be."""

import pytest
from django.apps import apps

from goldenthread.foundation.records.dictionary import page, with_tables
from goldenthread.foundation.records.fields import Each, Refs, When
from goldenthread.foundation.records.shapes import parts
from goldenthread.foundation.writing import Guarded

NOT_IN_THE_FILE = {
    "diary.Rule": "the rule book comes with the product, not with a partnership",
    "diary.LocalValue": "a setting of this installation",
    "diary.Confirmation": "a setting of this installation",
    "notices.Choice": "how somebody wants to be told: a setting of their account",
    "organisations.NameChange": "what one partnership asks of another in this installation; the name itself is in it",
    "organisations.NameAgreement": "what one partnership answers another in this installation",
    "organisations.AccountChange": "how somebody signs in is a matter of this installation, not of the record",
}


def tables():
    """{label of a table that is in the file: (columns that the file speaks of)}."""
    found = {}
    for shape, _ in parts().values():
        own = {"id", "version", shape.holder.split("__")[0], shape.parent}
        _columns(
            found,
            shape.model,
            shape.fields,
            own | set(shape.left_out) | ({"order"} if shape.ordered else set()),
            shape.left_out,
            "",
        )
    return found


def _columns(found, model, fields, known, left_out, lead):
    for kind in fields:
        if isinstance(kind, When):
            known |= {kind.day_column, kind.starts_column, kind.known_column}
        elif isinstance(kind, Refs):
            found[kind.through] = {"id", kind.own, kind.other}
        elif isinstance(kind, Each):
            path = f"{lead}{kind.name}."
            inside = {name.removeprefix(path) for name in left_out if name.startswith(path)}
            _columns(found, kind.model, kind.fields, {"id", kind.own} | inside, left_out, path)
        elif kind.column:
            known.add(kind.column)
    found[model] = known


def test_every_column_is_in_the_file():
    forgotten = [
        f"{label}.{column.name}"
        for label, known in tables().items()
        for column in apps.get_model(label)._meta.concrete_fields
        if column.name not in known
    ]
    assert forgotten == [], "declare a field in the shape, or name the column in its left_out"


def test_every_table_is_in_the_file():
    kept = {model._meta.label for model in apps.get_models() if issubclass(model, Guarded)}
    assert kept - set(tables()) - set(NOT_IN_THE_FILE) == set(), "give it a record part, or say here why it has none"
    assert set(NOT_IN_THE_FILE) & set(tables()) == set()
    assert set(NOT_IN_THE_FILE) <= kept


@pytest.mark.parametrize("name", list(parts()) if apps.ready else [])
def test_every_noun_is_offered(name):
    """A line of history about a loaded thing can name it."""
    from goldenthread.foundation.room import offered

    assert parts()[name][0].noun in {noun.code for noun in offered("nouns")} | {"seat", "period", "proposal"}


def test_the_documentation_is_up_to_date():
    text = page().read_text("utf-8")
    assert with_tables(text) == text, "run manage.py write_record_docs"
