"""How sure an item of the checklist is, by what was read and when; the items as they were known on 30 November 2026."""

from django.db import migrations, models


def load(apps, schema_editor):
    from goldenthread.front.yearly_report.checklist import rows

    item = apps.get_model("yearly_report", "ChecklistItem")
    item.objects.all().delete()
    columns = {field.name for field in item._meta.fields}
    item.objects.bulk_create([item(**{name: row[name] for name in columns & set(row)}) for row in rows()])


class Migration(migrations.Migration):
    dependencies = [("yearly_report", "0003_loaded_versions")]
    operations = [
        migrations.AddField(
            "checklistitem",
            "certainty",
            models.CharField(
                verbose_name="how sure it is",
                max_length=10,
                choices=[
                    ("official", "Official text"),
                    ("quoted", "Quoted by an official body"),
                    ("reported", "Reported by a third party"),
                    ("unverified", "Not verified"),
                ],
                default="unverified",
            ),
        ),
        migrations.AddField(
            "checklistitem",
            "checked_on",
            models.DateField(verbose_name="day on which it was looked at", null=True, blank=True),
        ),
        migrations.AddField(
            "checklistitem",
            "quote",
            models.TextField(verbose_name="words that were read", blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RemoveField("checklistitem", "verified"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
