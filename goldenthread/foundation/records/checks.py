"""What must hold of declared shapes before the house opens."""

from django.core.checks import Error, register

from goldenthread.foundation.records.fields import Each, Ref, Refs
from goldenthread.foundation.records.shapes import parts


@register("records")
def check_shapes(app_configs, **options):
    """Names agree, references point to parts that are written before, columns exist."""
    errors = []
    order = {name: number for number, name in enumerate(parts())}
    for name, (shape, _part) in parts().items():
        if shape.inside and order.get(shape.inside, 999) >= order[name]:
            errors.append(f"{name} stands inside {shape.inside}, which is not written before it")
        for said in _faults(shape.table, shape.fields, name, order):
            errors.append(said)
    return [Error(f"record file: {said}", id="records.E001") for said in errors]


def _faults(model, fields, name, order):
    columns = {column.name for column in model._meta.get_fields()}
    for field in fields:
        if isinstance(field, Ref | Refs) and order.get(field.part, 999) > order[name]:
            yield f"{name}.{field.name} points to {field.part}, which is not written before it"
        if isinstance(field, Each):
            from django.apps import apps

            yield from _faults(apps.get_model(field.model), field.fields, name, order)
        elif not isinstance(field, Refs) and field.column and field.column not in columns:
            yield f"{name}.{field.name} goes to {model.__name__}.{field.column}, which does not exist"
