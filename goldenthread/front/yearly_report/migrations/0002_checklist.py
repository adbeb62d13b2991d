"""Load the checklist of section 4A, by edition."""

from django.db import migrations


def load(apps, schema_editor):
    from goldenthread.front.yearly_report.checklist import rows

    item = apps.get_model("yearly_report", "ChecklistItem")
    columns = {field.name for field in item._meta.fields}  # those of this migration: later ones are filled later
    item.objects.bulk_create([item(**{name: row[name] for name in columns & set(row)}) for row in rows()])


def unload(apps, schema_editor):
    apps.get_model("yearly_report", "ChecklistItem").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("yearly_report", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
