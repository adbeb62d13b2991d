"""How sure a rule is, by what was read and when, in the place of yes or no."""

from django.db import migrations, models

DEGREES = [
    ("official", "Official text"),
    ("quoted", "Quoted by an official body"),
    ("reported", "Reported by a third party"),
    ("unverified", "Not verified"),
]


class Migration(migrations.Migration):
    dependencies = [("diary", "0003_from_next_working_day")]
    operations = [
        migrations.AddField(
            "rule",
            "certainty",
            models.CharField(
                verbose_name="how sure it is", max_length=10, choices=DEGREES, default="unverified"
            ),
        ),
        migrations.AddField(
            "rule",
            "checked_on",
            models.DateField(verbose_name="day on which it was looked at", null=True, blank=True),
        ),
        migrations.AddField("rule", "quote", models.TextField(verbose_name="words that were read", blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "rule",
            "edition_certainty",
            models.CharField(verbose_name="how sure its dates are", max_length=10, choices=DEGREES, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "rule",
            "edition_checked_on",
            models.DateField(verbose_name="day on which its dates were looked at", null=True, blank=True),
        ),
        migrations.RemoveField("rule", "verified"),
    ]
