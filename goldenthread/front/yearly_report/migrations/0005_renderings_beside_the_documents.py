"""The bytes of page, PDF and Word move from the database to where documents lie, each under its hash."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import migrations


def to_storage(apps, schema_editor):
    """Under the hash that stands beside them: should they not fit it, `verify_documents` says so."""
    for row in apps.get_model("yearly_report", "Rendering").objects.exclude(content=None).iterator(chunk_size=10):
        if not default_storage.exists(row.sha256):
            default_storage.save(row.sha256, ContentFile(bytes(row.content)))


def to_database(apps, schema_editor):
    rows = apps.get_model("yearly_report", "Rendering").objects.filter(version__withheld_at=None)
    for row in rows.iterator(chunk_size=10):
        with default_storage.open(row.sha256) as stored:
            row.content = stored.read()
        row.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("yearly_report", "0004_how_sure")]

    operations = [
        migrations.RunPython(to_storage, to_database),
        migrations.RemoveField(model_name="rendering", name="content"),
    ]
