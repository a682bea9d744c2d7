"""`manage.py overlap_report [--planted] [--json]`: what overlaps, and how well planted overlaps are found."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from core.wording import percent
from proposals.models import Overlap
from scenarios.planted import measure


class Command(BaseCommand):
    help = "Prints what overlaps, programmes and by call; with --planted recall and false alarms for planted ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--planted", action="store_true", help="plant sample overlaps, look for them, undo it")
        parser.add_argument("--seed", type=int, default=2004, help="what planted overlaps are drawn from")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report: dict[str, Any] = {"programs": _of_programs(), "calls": _overlaps()}
        if options["planted"]:
            found = measure(options["seed"], clock.now())
            planted = sum(one.planted for one in found)
            report["planted"] = {
                "seed": options["seed"],
                "recall": sum(one.found for one in found) / planted if planted else None,
                "most_false_alarms_a_call": max((one.false_alarms for one in found), default=0),
                "calls": [asdict(one) for one in found],
            }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) if options["json"] else _text(report))


def _of_programs() -> list[dict[str, Any]]:
    """Pairs of programmes, the most alike first."""
    found = Overlap.objects.filter(kind=Overlap.Kind.PROGRAM).exclude(state="ended").order_by("-alike_bp", "id")
    return [
        {
            "first": one.first_number,
            "second": one.second_number,
            "state": one.state,
            "alike_bp": one.alike_bp,
            "text_bp": one.text_bp,
        }
        for one in found
    ]


def _overlaps() -> dict[str, list[dict[str, Any]]]:
    """Pairs by the call of the later proposal."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    standing = Overlap.objects.filter(kind=Overlap.Kind.PROPOSAL).exclude(state="ended")
    for one in standing.select_related("second_call").order_by("-text_bp", "id"):
        common = {"text_bp": one.text_bp, "people": one.people, "firms": one.firms, "equipment": one.equipment}
        pair = {"first": one.first_number, "second": one.second_number, "state": one.state}
        found[one.second_call.code if one.second_call else ""].append({**pair, **common})
    return dict(found)


def _text(report: dict[str, Any]) -> str:
    lines = [f"{one['first']} / {one['second']}: {percent(one['alike_bp'])} alike" for one in report["programs"]]
    lines += [f"{call}: {len(pairs)} overlaps" for call, pairs in report["calls"].items()]
    if planted := report.get("planted"):
        lines += [
            f"{one['call']}: {one['found']} of {one['planted']} planted, {one['false_alarms']} false alarms"
            for one in planted["calls"]
        ]
        lines += [f"recall {planted['recall']}, at most {planted['most_false_alarms_a_call']} false alarms a call"]
    return "\n".join(lines) or "No overlap."
