from django.db import migrations, models


def not_said(apps, schema_editor):
    """A judgement that a record file brought without the words of its text was its maker's: it is not said."""
    rows = apps.get_model("thread", "Impact").objects.filter(origin="as_published", judging_words="")
    rows.exclude(judgement="not_said").update(judgement="not_said")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_a_second_step_counts_once_confirmed"),
        ("thread", "0013_an_action_answers_findings_directly"),
    ]

    operations = [
        migrations.AddField(
            model_name="impact",
            name="judging_words",
            field=models.TextField(blank=True, editable=False, verbose_name="the words of the text that judge it"),
        ),
        migrations.RunPython(not_said, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="impact",
            constraint=models.CheckConstraint(
                condition=~models.Q(origin="as_published") | models.Q(judgement="not_said") | ~models.Q(judging_words=""),
                name="a_published_judgement_rests_on_words",
            ),
        ),
    ]
