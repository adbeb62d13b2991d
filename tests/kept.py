"""Rows that are made once through the real operations and put back, as they were, for every further test.

Making the cast takes some forty operations; putting its rows back takes a few statements. Each test's transaction
still ends with a rollback, so nothing is shared between tests but what the rows say. Numbers given by a sequence are
never used twice, since a sequence does not roll back.
"""

import copy

from django.apps import apps
from django.db.models import QuerySet

from goldenthread.foundation.history.models import Chain

_kept = {}


def kept(name, make, files=None):
    """What `make()` returned the first time in this process, with the rows that it wrote now in the database again.

    `files` is a folder whose files belong to it.
    """
    if name in _kept and _kept[name][4] != _chains():
        return make()  # the test wrote something before: the numbers of the kept rows may be taken
    if name not in _kept:
        stood = _chains()
        before = {model: set(QuerySet(model).values_list("pk", flat=True)) for model in _models()}
        made = make()
        rows = [(model, list(QuerySet(model).exclude(pk__in=before[model]))) for model in _models()]
        # A row that stood before and was changed (the head of a chain of history) is put back as it became.
        changed = [
            (model, list(QuerySet(model).filter(pk__in=before[model])))
            for model in _models()
            if before[model] and _changes(model)
        ]
        _kept[name] = (copy.deepcopy(made), [pair for pair in rows if pair[1]], changed, _read(files), stood)
        return made
    made, rows, changed, contents, _ = _kept[name]
    for model, lines in rows:
        QuerySet(model).bulk_create(copy.deepcopy(lines))
    for model, lines in changed:
        QuerySet(model).bulk_update(
            lines, [field.name for field in model._meta.concrete_fields if not field.primary_key]
        )
    _write(files, contents)
    return copy.deepcopy(made)


def _chains():
    """Every operation leaves a line in a chain, so the chains tell whether anything was written before."""
    return set(Chain.objects.values_list("pk", "length"))


def _models():
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


def _changes(model):
    return model._meta.label == "history.Chain"


def _read(folder):
    if folder is None or not folder.exists():
        return {}
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _write(folder, contents):
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
