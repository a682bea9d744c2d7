"""Regions' plans: one standing of each region and call, behind the second wall."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from core.scope import OWNED_ROWS, guard


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_power_over_rules'),
        ('programs', '0005_asked_regions'),
        ('proposals', '0013_bound_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='by_region',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='proposal',
            name='reopened_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='RegionalPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('organization_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('state', models.CharField(default='writing', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.BigIntegerField(null=True)),
                ('handed_in_at', models.DateTimeField(null=True)),
                ('endorsed_at', models.DateTimeField(null=True)),
                ('endorsed_by', models.BigIntegerField(null=True)),
                ('returned_times', models.PositiveSmallIntegerField(default=0)),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('note', models.TextField(blank=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('overdue_told_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='programs.call')),
                ('ministry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ('proposal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='proposals.proposal')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='accounts.region')),
            ],
            options={
                'indexes': [models.Index(fields=['call', 'state'], name='plan_by_call')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['declined', 'refused']), _negated=True), fields=('call', 'region'), name='one_standing_plan_a_region'), models.CheckConstraint(condition=models.Q(('state__in', ('writing', 'handed_in', 'returned', 'accepted', 'refused', 'declined'))), name='plan_state_known'), models.CheckConstraint(condition=models.Q(('state', 'declined'), ('proposal__isnull', False), _connector='OR'), name='plan_has_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('due_at__isnull', False), ('parts__len__gt', 0), models.Q(('note', ''), _negated=True)), _connector='OR'), name='plan_returned_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('state__in', ['accepted', 'refused', 'declined'])), models.Q(models.Q(('state__in', ['accepted', 'refused', 'declined']), _negated=True), ('decided_at__isnull', True)), _connector='OR'), name='plan_decided_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'declined']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='plan_declined_has_reason'), models.CheckConstraint(condition=models.Q(('endorsed_at__isnull', True), ('endorsed_at__gte', models.F('begun_at')), _connector='OR'), name='plan_endorsed_after')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='regionalplan',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'baro: % is never emptied', TG_TABLE_NAME;", hash='f8cdff429fa4e8c44ef4ff989422c7a719fe79d6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b2602', table='proposals_regionalplan', when='BEFORE')),
        ),
        guard("proposals_regionalplan", OWNED_ROWS),
    ]
