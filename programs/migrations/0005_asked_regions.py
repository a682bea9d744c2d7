"""Which regions a commissioned call asks, and files beside a guideline, which whoever sees the call may fetch."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


FETCHED = (
    "CREATE POLICY core_storedfile_of_call ON core_storedfile FOR SELECT USING (EXISTS (SELECT 1 FROM "
    "programs_callfile AS beside JOIN programs_call AS owner ON owner.id = beside.call_id WHERE beside.file_id = "
    "core_storedfile.id AND beside.removed_at IS NULL AND owner.announced_at IS NOT NULL))"
)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_observations'),
        ('programs', '0004_call_dates'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='asked_regions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), null=True, size=None),
        ),
        migrations.CreateModel(
            name='CallFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title_ko', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=120)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.BigIntegerField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by', models.BigIntegerField(null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='programs.call')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call_file', to='core.storedfile')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('removed_at__isnull', False), ('removed_by__isnull', True), _connector='OR'), name='call_file_removal_is_signed')],
            },
        ),
        migrations.RunSQL(FETCHED, "DROP POLICY core_storedfile_of_call ON core_storedfile"),
    ]
