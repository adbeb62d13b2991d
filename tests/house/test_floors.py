"""Links between tables point down, as imports do; a linter cannot see a foreign key that is written as a string."""

import tomllib

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models as fields

from tests.house import code


def points_up_or_sideways(here, there):
    return here != there and not code.FLOOR[there] < code.FLOOR[here]


@pytest.mark.parametrize("model", code.models(), ids=lambda model: model._meta.label)
def test_links_between_tables_point_down(model):
    here = code.app_name(model)
    found = [
        f"{model._meta.label}.{field.name} points to {there}"
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if points_up_or_sideways(here, there := code.app_name(field.related_model))
    ]
    assert found == []


def test_a_link_that_points_up_or_sideways_is_recognised():
    room, other = settings.FLOORS[-2][:2]
    assert points_up_or_sideways("goldenthread.thread", room)
    assert points_up_or_sideways(room, other)
    assert not points_up_or_sideways(room, "goldenthread.thread")


def test_no_link_points_to_anything_by_its_kind():
    """A generic foreign key points to a table that nobody can name."""
    generic = {"GenericForeignKey", "GenericRelation"}
    assert [m._meta.label for m in code.models() if generic & {type(f).__name__ for f in m._meta.private_fields}] == []


def test_many_to_many_tables_are_written_out():
    """A table that Django makes by itself would be written without the guard."""
    found = [
        f"{model._meta.label}.{field.name}"
        for model in code.models()
        for field in model._meta.get_fields()
        if isinstance(field, fields.ManyToManyField) and field.remote_field.through._meta.auto_created
    ]
    assert found == []


def test_every_app_has_its_floor():
    standing = {path.parent for path in [*code.HOUSE.rglob("apps.py"), *code.HOUSE.glob("*/*/room.py")]}
    named = {code.REPOSITORY / name.replace(".", "/") for name in code.FLOOR}
    assert standing == named
    installed = {config.name for config in apps.get_app_configs() if config.name.startswith("goldenthread.")}
    assert installed == {*code.FLOOR, "goldenthread.config"}


def test_imports_and_links_are_held_to_one_order():
    """The order of the foundation for the import linter is the order of settings.FLOORS."""
    with (code.REPOSITORY / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (layers,) = (one["layers"] for one in contracts if one["name"].startswith("Foundation"))
    apps_of_it = [f"goldenthread.foundation.{layer}" for layer in reversed(layers)]
    floors = [name for floor in settings.FLOORS for name in floor if ".foundation." in name]
    assert [name for name in apps_of_it if name in floors] == floors
