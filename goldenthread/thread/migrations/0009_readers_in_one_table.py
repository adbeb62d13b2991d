from django.db import migrations


def carry_over(apps, schema):
    """Who was listed for a piece of work reads it and everything in it, as before."""
    Reader, Named = apps.get_model("access", "Reader"), apps.get_model("thread", "NamedReader")
    rows = Named.objects.values_list("source__holder__key", "source__key", "person_id")
    Reader.objects.bulk_create(
        [Reader(noun="source", key=f"{holder}/{key}", person_id=person) for holder, key, person in rows.iterator()],
        batch_size=400,
    )


def carry_back(apps, schema):
    Reader, Named = apps.get_model("access", "Reader"), apps.get_model("thread", "NamedReader")
    Source = apps.get_model("thread", "Source")
    for row in Reader.objects.filter(noun="source", excluded=False):
        holder, _, key = row.key.rpartition("/")
        source = Source.objects.filter(holder__key=holder, key=key).first()
        if source is not None:
            Named.objects.create(source=source, person_id=row.person_id)
    Reader.objects.filter(noun="source").delete()


class Migration(migrations.Migration):
    dependencies = [("thread", "0008_listed_people"), ("access", "0001_one_table_of_readers")]
    operations = [
        migrations.RunPython(carry_over, carry_back),
        migrations.DeleteModel("NamedReader"),
    ]
