"""Which proposals came out of which."""

from __future__ import annotations

from collections import defaultdict

from programs.models import Call
from proposals.models import MergeShare


def originals_of(call: Call) -> dict[int, list[int]]:
    """For each merged proposal of a call, its originals, the leading one first."""
    found: dict[int, list[int]] = defaultdict(list)
    shares = MergeShare.objects.filter(offer__call=call, offer__state="accepted").order_by("offer_id", "id")
    for merged_id, leading_id, proposal_id in shares.values_list(
        "offer__merged_id", "offer__leading_id", "proposal_id"
    ):
        if merged_id is not None:
            found[merged_id].insert(0 if proposal_id == leading_id else len(found[merged_id]), proposal_id)
    return dict(found)
