from django.db import migrations

from goldenthread.foundation.organisations.sign_in import seeds


def _change(apps, schema_editor, change):
    steps = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for step in steps.filter(type__in=("totp", "recovery_codes")).order_by("pk"):
        step.data = seeds.in_data(step.data, change)
        step.save(update_fields=["data"])


def seal(apps, schema_editor):
    _change(apps, schema_editor, seeds.seal)


def unseal(apps, schema_editor):
    _change(apps, schema_editor, seeds.unseal)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_log_of_accounts"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, unseal)]
