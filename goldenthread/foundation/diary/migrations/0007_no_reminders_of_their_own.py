from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("diary", "0006_steps_reached")]

    operations = [
        migrations.AddConstraint(
            model_name='due',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None), ('met_on', None), ('rule_key', ''), models.Q(('thing_key', ''), _negated=True)), fields=('noun', 'thing_key'), name='one_running_date_a_thing'),
        ),
        migrations.DeleteModel(
            name='Reminder',
        ),
    ]
