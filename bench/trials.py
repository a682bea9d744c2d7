"""What trying other rules costs: the call of RIS 2004, played from its scenario up to its selection."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from bench.cost import rounds
from bench.measured import Tried
from config.env import ROOT
from programs.models import Call
from programs.queries import policy_with
from proposals.models import Proposal
from scenarios.driver import open_world, play
from scenarios.file import read_scenario
from scenarios.queries import tried
from tests.database import Clones

RIS = ROOT / "scenarios" / "ris-2004.toml"


def trial_cost(clones: Clones) -> Tried:
    """One quota more for each region, tried on the whole call: queries, processor milliseconds, and by the clock."""
    with clones.clone() as name, clones.connected(name), tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        with override_settings(MEDIA_ROOT=files / "files", EMAIL_FILE_PATH=files / "mail"):
            scenario = read_scenario(RIS)
            assert scenario.selection is not None
            play([open_world(scenario)], until=scenario.selection.published_at)
        call = Call.objects.select_related("rule_set", "program").get()

        def once() -> None:
            tried(call, policy_with(call.rule_set, {"quota.teams_per_region": 3}), call.budget_krw)

        with CaptureQueriesContext(connection) as asked:
            once()
        began = time.monotonic()
        once()
        seconds = time.monotonic() - began
        ((own, database),) = rounds([once], connection.connection.info.backend_pid)
        proposals = Proposal.objects.filter(submission__isnull=False, merged_from__isnull=True).count()
        sys.stdout.write(f"Trying rules on {proposals} proposals: {own + database:.0f} ms, {len(asked)} queries.\n")
        return Tried(proposals, len(asked), own, database, seconds)
