"""An offer that asks too much of its money waits for a signature; offers lapse; targets keep where they come from."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from core.scope import guard

STATES = ("offered", "held", "accepted", "declined", "withdrawn", "refused", "lapsed")
OF_A_TARGET = "EXISTS (SELECT 1 FROM proposals_target AS owner WHERE owner.id = target_id)"
SYSTEM = "SELECT set_config('baro.scope', 'system', true)"
STANDING = """
INSERT INTO public.proposals_targetorigin (target_id, original_id, value)
SELECT target.id, original.id, (kept.one->>'value')::numeric
FROM public.proposals_mergeoffer AS offer
CROSS JOIN LATERAL jsonb_array_elements(offer.terms->'targets') AS kept (one)
JOIN public.proposals_proposal AS original
  ON original.call_id = offer.call_id AND original.number = kept.one->>'number'
JOIN public.proposals_target AS target
  ON target.proposal_id = offer.merged_id AND target.year = (kept.one->>'year')::int
JOIN public.programs_indicator AS indicator
  ON indicator.id = target.indicator_id AND indicator.code = kept.one->>'indicator'
WHERE offer.state = 'accepted'
"""


class Migration(migrations.Migration):
    dependencies = (("proposals", "0022_sketched"),)

    operations = (
        migrations.RemoveConstraint("mergeoffer", "merge_state_known"),
        migrations.AddConstraint(
            "mergeoffer", models.CheckConstraint(condition=Q(state__in=STATES), name="merge_state_known")
        ),
        migrations.AddField("mergeoffer", "answer_due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "mergeoffer",
            "override_reason",
            models.CharField(blank=True, db_default="", default="", max_length=400),
        ),
        migrations.AddField("mergeoffer", "signed_at", models.DateTimeField(null=True)),
        migrations.AddField("mergeoffer", "signed_by", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "mergeoffer",
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_by=F("offered_by"))),
                name="merge_is_signed_by_another",
            ),
        ),
        migrations.AddConstraint(
            "mergeoffer",
            models.CheckConstraint(
                condition=Q(override_reason="")
                | Q(signed_at__isnull=False)
                | Q(state__in=("held", "refused", "withdrawn")),
                name="merge_override_is_signed_before_sent",
            ),
        ),
        migrations.CreateModel(
            "TargetOrigin",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposals.proposal"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="origins", to="proposals.target"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("target", "original"), name="origin_once_a_target"),
                    models.CheckConstraint(condition=Q(value__gte=0), name="origin_not_negative"),
                ]
            },
        ),
        guard("proposals_targetorigin", OF_A_TARGET),
        migrations.RunSQL(SYSTEM, migrations.RunSQL.noop),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    )
