"""Who is named exactly as an addressee owes the answer; of everybody else who was meant nobody is accused."""

from django.db import migrations


def address(apps, editor):
    recommendation_of, addressee_of = apps.get_model("thread", "Recommendation"), apps.get_model("thread", "Addressee")
    agencies = {}
    for membership in apps.get_model("people", "Membership").objects.select_related("agency"):
        for name in (membership.agency.name, membership.agency.short_name):
            if name.strip():
                key = (membership.partnership_id, name.strip().casefold())
                agencies.setdefault(key, set()).add(membership.agency_id)
    rows = recommendation_of.objects.exclude(addressed_to="").filter(addressee_links=None)
    for pk, holder_id, words in rows.values_list("pk", "holder_id", "addressed_to"):
        named = agencies.get((holder_id, words.strip().casefold()), set())
        if len(named) == 1:  # two agencies of one name: nobody knows which is meant
            addressee_of.objects.create(recommendation_id=pk, body_id=named.pop())


class Migration(migrations.Migration):

    dependencies = [("thread", "0010_addressees_of_recommendations"), ("people", "0001_initial")]

    operations = [migrations.RunPython(address, migrations.RunPython.noop)]
