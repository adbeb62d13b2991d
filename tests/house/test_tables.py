"""What every table must say: how private each field is, and that only the guarded door writes it."""

import pytest

from goldenthread.foundation.writing import Guarded, GuardedQuerySet
from tests.house import code

# From what anybody may read to what nobody reads. The last belongs to the app `subjects` alone.
CLASSES = ("public", "technical", "personal", "confidential", "secret", "child's identity")
# Tables that are no record, each with its reason.
UNGUARDED = {
    "people.User": "an account: the library that signs people in writes the password and the last sign-in",
    "drafts.Draft": "kept every few seconds while somebody types; the person's own",
    "drafts.SentForm": "the key of a form that was sent, taken with whatever it does; forgotten after two days",
    "history.NotedHeads": "names the files outside the database; written as they are",
    "notices.Verification": "what the nightly check found; changes no record",
    "organisations.AccountEvent": "who signed in and who failed to: strangers write here, and it is kept for a year",
    "organisations.AccountLink": "a link that was sent: whoever opens an invitation has not signed in",
    "history.Chain": "written last, by history alone, after the operation",
    "history.Line": "written last, by history alone, after the operation",
    "history.LineValues": "written last, by history alone, after the operation",
    "notices.Message": "the outbox: delivery is noted row by row and changes no record",
    "notices.Notice": "what waits to be told: looked at again and again, and changes no record",
    "notices.Told": "who was told of a notice: what was sent is in history",
    "yearly_report.ChecklistItem": "rows of the law and guidance, brought by a migration and never written after",
}


def privacy_faults(label, names, classes):
    """What is wrong in one table's PRIVACY; `names` are its columns."""
    found = [f"{label}: {name} has no privacy class" for name in names if name not in classes and "*" not in classes]
    found += [f"{label}: {name} is no field" for name in classes if name != "*" and name not in names]
    return found + [f"{label}: {value!r} is no privacy class" for value in classes.values() if value not in CLASSES]


def columns(model):
    return [field.name for field in model._meta.concrete_fields]


@pytest.mark.parametrize("model", code.models(), ids=lambda model: model._meta.label)
def test_every_field_has_a_privacy_class(model):
    assert "PRIVACY" in vars(model), f"{model._meta.label} says nothing itself"
    assert privacy_faults(model._meta.label, columns(model), model.PRIVACY) == []


def test_a_childs_identity_lives_in_one_place():
    found = [
        m._meta.label
        for m in code.models()
        if "child's identity" in m.PRIVACY.values() and m._meta.app_label != "subjects"
    ]
    assert found == []


def test_a_fault_of_privacy_is_recognised():
    assert privacy_faults("a.B", ["id", "name"], {"id": "technical"}) == ["a.B: name has no privacy class"]
    assert privacy_faults("a.B", ["id"], {"*": "secretive"}) == ["a.B: 'secretive' is no privacy class"]
    assert privacy_faults("a.B", ["id"], {"*": "public", "gone": "public"}) == ["a.B: gone is no field"]


@pytest.mark.parametrize("model", code.models(), ids=lambda model: model._meta.label)
def test_every_table_of_the_record_is_guarded(model):
    guarded = issubclass(model, Guarded) and isinstance(model._default_manager.get_queryset(), GuardedQuerySet)
    assert guarded != (model._meta.label in UNGUARDED), model._meta.label


def test_the_list_of_unguarded_tables_is_not_stale():
    assert set(UNGUARDED) <= {model._meta.label for model in code.models()}


def test_every_table_says_what_it_holds():
    """Without words of its own Django gives it a list of its fields."""
    assert [
        model._meta.label for model in code.models() if (model.__doc__ or "").startswith(f"{model.__name__}(")
    ] == []
