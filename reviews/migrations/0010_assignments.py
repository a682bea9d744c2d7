"""How an assignment came about: plans with their proof, pairs an officer ruled on, experts who left."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from core.scope import guard

OF_THE_MINISTRY = "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ministry_id = ANY (baro_ministries()))"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_power_over_rules'),
        ('reviews', '0009_shares_of_selections'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssignmentPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('objective', models.CharField(max_length=10)),
                ('value', models.BigIntegerField()),
                ('bound', models.BigIntegerField()),
                ('worst', models.BigIntegerField()),
                ('worst_bound', models.BigIntegerField(null=True)),
                ('levels', models.PositiveIntegerField(default=0)),
                ('fewest', models.BooleanField(default=True)),
                ('keeps', models.BooleanField()),
                ('pairs', models.JSONField()),
                ('moved', models.JSONField(default=list)),
                ('new', models.PositiveIntegerField()),
                ('milliseconds', models.PositiveIntegerField()),
                ('seed', models.PositiveIntegerField()),
                ('solver', models.CharField(max_length=60)),
                ('inputs_sha256', models.CharField(max_length=64)),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.BigIntegerField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.BigIntegerField(null=True)),
                ('ministry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='reviews.round')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'confirmed', 'replaced'))), name='assignment_plan_state_known'), models.CheckConstraint(condition=models.Q(('value__lte', models.F('bound'))), name='assignment_plan_within_bound'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('round',), name='one_proposed_plan_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='confirmed_plan_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=400)),
                ('left_at', models.DateTimeField()),
                ('left_by', models.BigIntegerField(null=True)),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='departure', to='reviews.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='departure_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='PairRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('pinned', 'Pinned'), ('forbidden', 'Forbidden')], max_length=10)),
                ('reason', models.CharField(max_length=400)),
                ('set_at', models.DateTimeField()),
                ('set_by', models.BigIntegerField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.BigIntegerField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pair_rules', to='reviews.case')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pair_rules', to='reviews.expert')),
                ('ministry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('case', 'expert'), name='one_rule_a_pair'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='pair_rule_has_reason')],
            },
        ),
        guard("reviews_assignmentplan", OF_THE_MINISTRY),
        guard("reviews_pairrule", OF_THE_MINISTRY),
    ]
