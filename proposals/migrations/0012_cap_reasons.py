"""Why a budget category passes a cap that may be passed with a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0011_words_of_all'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='cap_reasons',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
