"""Find what is alike among all standing submissions, and what of it an actor may be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from accounts.actors import Actor
from proposals.models import Proposal, Sketch, SketchMark
from proposals.models.proposal import SKETCH_DUE
from proposals.queries.proposal import visible_to
from proposals.rules.alike import COMMON_FROM, Common, Drawn, draw, named, passages, text_bp, whole_words
from proposals.states import COMPARED

CANDIDATES = 60
"""How many of those that share most marks, and of those that share anybody or anything else, are looked at."""
SHOWN = 10

HOLDERS = """
WITH asked AS MATERIALIZED (SELECT unnest(%s::integer[]) AS mark),
held AS (
    SELECT asked.mark, holder.sketch_id, count(*) OVER (PARTITION BY asked.mark) AS holders
    FROM asked CROSS JOIN LATERAL (
        SELECT sketch_id FROM proposals_sketchmark
        WHERE proposals_sketchmark.mark = asked.mark AND sketch_id <> %s LIMIT %s
    ) AS holder
)
SELECT sketch_id, array_agg(mark), sum(least(1.0, 4.0 / holders))::integer FROM held WHERE holders < %s
GROUP BY sketch_id ORDER BY count(*) DESC, sketch_id LIMIT %s
"""
"""Who holds the asked marks, the most first. Of a mark no more than `COMMON_FROM` holders are read, so that a phrase
which half of all proposals have costs no more than a rare one, and counts for nothing. The rarer a mark the more it
tells: one that h others have counts 4/h, and never more than 1."""


SHARED = """
WITH pair AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS pair (id, first_id, second_id)),
shared AS MATERIALIZED (
    SELECT pair.id, own.mark FROM pair
    JOIN proposals_sketch AS first ON first.proposal_id = pair.first_id
    JOIN proposals_sketch AS second ON second.proposal_id = pair.second_id
    JOIN proposals_sketchmark AS own ON own.sketch_id = first.id
    JOIN proposals_sketchmark AS other ON other.mark = own.mark AND other.sketch_id = second.id
),
held AS (
    SELECT asked.mark, holder.others FROM (SELECT DISTINCT mark FROM shared) AS asked
    CROSS JOIN LATERAL (
        SELECT count(*) - 1 AS others
        FROM (SELECT FROM proposals_sketchmark WHERE mark = asked.mark LIMIT %s + 1) AS holder
    ) AS holder
)
SELECT shared.id, sum(least(1.0, 4.0 / others))::integer FROM shared JOIN held USING (mark) WHERE others < %s
GROUP BY shared.id
"""
"""What the marks count now that each of these pairs shares, reckoned as by `HOLDERS`."""


class Pair(NamedTuple):
    """A passage, and what answers to it in the other text: empty where that may not be read."""

    own: str
    other: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A standing submission that is alike.

    `passages`, `people`, `firms` and `equipment` are in the asker's own words and names: nothing of them is read from
    the other. `theirs` are the passages of the other, and `proposal` the other itself, only where the asker may read
    it; `theirs` is then as long as `passages`.
    """

    sketch: Sketch
    common: Common
    passages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    proposal: Proposal | None = None
    theirs: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[Pair]:
        theirs = self.theirs or ("",) * len(self.passages)
        return [Pair(*both) for both in zip(self.passages, theirs, strict=True)]


def sketches_due(_at: datetime) -> QuerySet[Proposal]:
    """Proposals whose sketch is missing, of an older submission, or left from what does not stand any more."""
    return Proposal.objects.filter(SKETCH_DUE)


def draw_one_at_a_time() -> None:
    """Wait until nobody else draws, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('proposals.sketches/drawing', 0))")


def put_sketch(proposal: Proposal) -> None:
    """Make the sketch of a proposal say what stands handed in, and remember of which submission it is."""
    stands = proposal.submission_id if proposal.state in COMPARED else None
    Sketch.objects.filter(proposal=proposal).delete()
    Proposal.objects.filter(pk=proposal.pk).update(sketched_id=stands)
    if stands is None or proposal.submission is None:
        return
    drawn = draw(proposal.submission.content)
    sketch = Sketch.objects.create(
        proposal=proposal,
        submission_id=proposal.submission.pk,
        call_id=proposal.call_id,
        number=proposal.number,
        arrived_at=proposal.submission.arrived_at,
        marks=len(drawn.values),
        people=[UUID(one) for one in drawn.people],
        firms=[UUID(one) for one in drawn.firms],
        equipment=list(drawn.equipment),
    )
    SketchMark.objects.bulk_create([SketchMark(mark=mark, sketch=sketch) for mark in drawn.values])


def alike(drawn: Drawn, proposal_id: int | None) -> list[Alike]:
    """All that is alike, the most first, `proposal_id` itself left out: three queries, however many there are.

    It tells the asker's own words alone; `alike_for` adds what he may read.
    """
    own = Sketch.objects.filter(proposal_id=proposal_id or 0).values_list("pk", flat=True).first() or 0
    held = _holders(drawn.values, own, COMMON_FROM)
    keys = Q(pk__in=held)
    for name, wanted in (("people", drawn.people), ("firms", drawn.firms), ("equipment", drawn.equipment)):
        if wanted:
            keys |= Q(**{f"{name}__overlap": list(wanted)})
    sketches = Sketch.objects.filter(keys).exclude(pk=own).select_related("call__program__ministry")
    found = [
        _compared(drawn, one, *held.get(one.pk, ((), 0))) for one in sketches.order_by("-arrived_at")[: 2 * CANDIDATES]
    ]
    return sorted((one for one in found if one.common.is_shown), key=lambda one: one.common.order, reverse=True)


def sharing(proposal: Proposal) -> list[int]:
    """Those that share marks with a proposal as it was drawn, the most first; nobody where it has no sketch.

    Also marks that have become common with this very proposal.
    """
    if proposal.submission is None or not hasattr(proposal, "sketch"):
        return []
    held = _holders(draw(proposal.submission.content).values, proposal.sketch.pk, COMMON_FROM + 1)
    return list(Sketch.objects.filter(pk__in=held).values_list("proposal_id", flat=True))


def shared_weights(pairs: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """What the marks count that two proposals share, for each pair of them by its key; one query."""
    firsts, seconds = [first for first, _ in pairs.values()], [second for _, second in pairs.values()]
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [list(pairs), firsts, seconds, COMMON_FROM, COMMON_FROM])
        return dict(cursor.fetchall())


def _holders(marks: Sequence[int], own: int, common_from: int) -> dict[int, tuple[list[int], int]]:
    """Those that share most marks, with the marks and what they count together; none that so many others have."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [list(marks), own, common_from, common_from, CANDIDATES])
        return {sketch_id: (shared, weight) for sketch_id, shared, weight in cursor.fetchall()}


def _compared(drawn: Drawn, sketch: Sketch, shared: Sequence[int], weight: int) -> Alike:
    degree = text_bp(weight, len(drawn.values), sketch.marks)
    people = named(drawn.people, [str(one) for one in sketch.people])
    firms = named(drawn.firms, [str(one) for one in sketch.firms])
    equipment = named(drawn.equipment, sketch.equipment)
    return Alike(
        sketch,
        Common(degree, len(people), len(firms), len(equipment)),
        passages(drawn, set(shared)) if degree else (),
        people,
        firms,
        equipment,
    )


def alike_with(content: Mapping[str, Any], proposal_id: int | None) -> list[Alike]:
    """The same for a dossier that is not drawn yet."""
    return alike(draw(content), proposal_id)


def alike_for(by: Actor, proposal_id: int, content: Mapping[str, Any], at: datetime) -> list[Alike]:
    """What the actor is told to be alike with a proposal of which he may read `content`.

    The others' words only where he may read them. Of a call that is still open nothing else is told at all: who
    competes in it would learn what others hand in.
    """
    drawn = draw(content)
    found = alike(drawn, proposal_id)
    seen = {
        one.pk: one
        for one in visible_to(by)
        .filter(pk__in=[one.sketch.proposal_id for one in found])
        .select_related("submission", "lead_organization")
    }
    told = [one for one in found if one.sketch.proposal_id in seen or one.sketch.call.phase(at) != "open"]
    return [_with_theirs(one, seen.get(one.sketch.proposal_id)) for one in told[:SHOWN]]


def alike_by_degree(
    proposal_id: int, content: Mapping[str, Any], at: datetime, *, barred: Collection[int] = ()
) -> list[Alike]:
    """What a judge of `content` is told: number, programme and degree of each, and passages of `content` alone.

    Whatever else he may read under another office, here nothing of another proposal is read, and nobody is named.
    Nothing is told of a call that is still open, nor of the proposals that are `barred`.
    """
    told = [
        one
        for one in alike(draw(content), proposal_id)
        if one.sketch.call.phase(at) != "open" and one.sketch.proposal_id not in barred
    ]
    return [replace(one, people=(), firms=(), equipment=()) for one in told[:SHOWN]]


def _with_theirs(one: Alike, other: Proposal | None) -> Alike:
    if other is None or other.submission is None:
        return one
    return replace(one, proposal=other, theirs=_found_in(draw(other.submission.content).text, one.passages))


def _found_in(text: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Where each passage stands in another text, or what there comes nearest to it."""
    places = [fuzz.partial_ratio_alignment(passage, text) for passage in wanted]
    return tuple(whole_words(text, place.dest_start, place.dest_end) if place else "" for place in places)


def compared(first: Proposal | None, second: Proposal | None, first_id: int, second_id: int) -> list[tuple[str, str]]:
    """The passages that two proposals share, of each side only where it is given: the other's words stay away."""
    own, other_id = (first, second_id) if first is not None else (second, first_id)
    if own is None or own.submission is None:
        return []
    drawn = draw(own.submission.content)
    held = SketchMark.objects.filter(sketch__proposal_id=other_id, mark__in=drawn.values)
    found = passages(drawn, set(held.values_list("mark", flat=True)))
    if first is None:
        return [("", passage) for passage in found]
    theirs = second.submission if second is not None else None
    there = _found_in(draw(theirs.content).text, found) if theirs is not None else ("",) * len(found)
    return list(zip(found, there, strict=True))
