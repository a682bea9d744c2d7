"""Rules that are being written, and the version of what a programme says."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0002_closing_checks'),
    ]

    operations = [
        migrations.AddField(
            model_name='program',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.CreateModel(
            name='RuleDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('content', models.JSONField()),
                ('versions', models.JSONField(default=dict)),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.BigIntegerField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.BigIntegerField(null=True)),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='programs.ruleset')),
                ('program', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rule_draft', to='programs.program')),
            ],
        ),
    ]
