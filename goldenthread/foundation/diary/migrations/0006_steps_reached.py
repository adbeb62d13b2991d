"""Each clock knows the step of reminding that it has reached, so that nobody is told of it again. Dates of things have no
people of their own any more: who is reminded is asked when it is sent.
"""

from django.db import migrations


def keep_steps(apps, editor):
    due_of, reminder_of = apps.get_model("diary", "Due"), apps.get_model("diary", "Reminder")
    steps = dict(reminder_of.objects.order_by("sent_at", "pk").values_list("due_id", "step"))
    for due_id, step in steps.items():
        due_of.objects.filter(pk=due_id).update(step=step)
    apps.get_model("diary", "DuePerson").objects.filter(due__rule_key="").exclude(due__thing_key="").delete()


def one_date_a_thing(apps, editor):
    """Of several running dates of one thing, which two people at once could make, the newest stays."""
    due_of, seen = apps.get_model("diary", "Due"), set()
    rows = due_of.objects.filter(rule_key="", met_on=None, ended_on=None).exclude(thing_key="").order_by("-pk")
    for due in rows:
        if (due.noun, due.thing_key) in seen:
            due_of.objects.filter(pk=due.pk).update(ended_on=due.on, ended_why="Another day was agreed.")
        seen.add((due.noun, due.thing_key))


class Migration(migrations.Migration):

    dependencies = [("diary", "0005_due_in_one_table")]

    operations = [
        migrations.RunPython(keep_steps, migrations.RunPython.noop),
        migrations.RunPython(one_date_a_thing, migrations.RunPython.noop),
    ]
