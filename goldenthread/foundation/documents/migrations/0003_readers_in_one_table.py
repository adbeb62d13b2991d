from django.db import migrations


def carry_over(apps, schema):
    Reader, Own = apps.get_model("access", "Reader"), apps.get_model("documents", "DocumentReader")
    rows = Own.objects.values_list("document__key", "person_id")
    Reader.objects.bulk_create(
        [Reader(noun="document", key=key, person_id=person) for key, person in rows.iterator()], batch_size=400
    )


def carry_back(apps, schema):
    Reader, Own = apps.get_model("access", "Reader"), apps.get_model("documents", "DocumentReader")
    numbers = dict(apps.get_model("documents", "Document").objects.values_list("key", "pk"))
    for row in Reader.objects.filter(noun="document", excluded=False):
        Own.objects.create(document_id=numbers[row.key], person_id=row.person_id)
    Reader.objects.filter(noun="document").delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_room_for_references"), ("access", "0001_one_table_of_readers")]
    operations = [
        migrations.RunPython(carry_over, carry_back),
        migrations.DeleteModel("DocumentReader"),
    ]
