from django.db import migrations


def carry_over(apps, schema):
    """Whoever is reminded of a date that is kept to listed people reads it, as before."""
    Reader, People = apps.get_model("access", "Reader"), apps.get_model("diary", "DuePerson")
    rows = People.objects.filter(due__audience="named").values_list("due__key", "person_id")
    Reader.objects.bulk_create(
        [Reader(noun="clock", key=key, person_id=person) for key, person in rows.iterator()], batch_size=400
    )


def carry_back(apps, schema):
    apps.get_model("access", "Reader").objects.filter(noun="clock").delete()


class Migration(migrations.Migration):
    dependencies = [("diary", "0007_no_reminders_of_their_own"), ("access", "0001_one_table_of_readers")]
    operations = [migrations.RunPython(carry_over, carry_back)]
