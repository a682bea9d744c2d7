"""Trials of other rules on closed calls, walled off for the ministry and those who oversee."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from core.scope import guard

OF_THE_MINISTRY = "baro_scope() = 'actor' AND ministry_id = ANY (baro_ministries())"


class Migration(migrations.Migration):
    initial = True
    dependencies = (
        ("core", "0002_guards"),
        ("accounts", "0003_power_over_rules"),
        ("programs", "0003_rule_drafts"),
    )
    operations = (
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("changes", models.JSONField()),
                ("text", models.TextField()),
                ("checksum", models.CharField(max_length=64)),
                ("budget_krw", models.BigIntegerField()),
                ("result", models.JSONField()),
                ("tried_at", models.DateTimeField()),
                ("tried_by", models.BigIntegerField(null=True)),
                ("tried_by_name", models.CharField(blank=True, max_length=120)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trials", to="programs.call"
                    ),
                ),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["call", "-id"], name="trial_by_call")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("budget_krw__gte", 0)), name="trial_budget_not_negative"
                    )
                ],
            },
        ),
        guard("scenarios_trial", f"baro_scope() = 'overseer' OR ({OF_THE_MINISTRY})", writable=OF_THE_MINISTRY),
    )
