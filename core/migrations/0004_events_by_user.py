"""When somebody last did anything is asked for: an index by account and moment."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_observations'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('user_id__isnull', False)), fields=['user_id', 'at'], name='event_by_user'),
        ),
    ]
