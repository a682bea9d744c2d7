"""Two officers of a region at once, each on a connection of his own: one deed counts, nothing is lost unseen."""

import threading
from collections.abc import Callable
from functools import partial

from django.db import connection

from core.models import Event
from core.refusals import Refused
from proposals.actions.pledge import make_pledge
from proposals.actions.ranking import save_ranking, submit_ranking
from proposals.models import MatchPledge, RankedProposal, RegionalRanking
from tests.proposals.regional import IN_TIME, LEAST_KRW, a_document, some_regions


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts together, each on its own connection; the kind of what each gave, or was refused with."""
    gate = threading.Barrier(len(acts))
    results = [""] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            results[index] = type(act()).__name__
        except Refused as refused:
            results[index] = type(refused).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(results)


def test_of_two_who_save_at_once_one_is_told(committed_db: str) -> None:
    regions = some_regions()
    save = partial(save_ranking, call_uid=regions.call.uid, region_id=regions.region_id, at=IN_TIME)
    one, other = partial(save, by=regions.officer()), partial(save, by=regions.second_officer())
    for version, orders in enumerate((((1, 2, 3), (3, 2, 1)), ((2, 1, 3), (2, 3, 1)))):
        first, second = (regions.order(*order) for order in orders)
        results = at_once(partial(one, places=first, version=version), partial(other, places=second, version=version))
        assert results == ["RegionalRanking", "Stale"]
        assert RegionalRanking.objects.get().version == version + 1
        assert sorted(RankedProposal.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_a_ranking_is_submitted_once(committed_db: str) -> None:
    regions = some_regions()
    regions.save()
    submit = partial(submit_ranking, call_uid=regions.call.uid, region_id=regions.region_id, at=IN_TIME)
    results = at_once(partial(submit, by=regions.officer()), partial(submit, by=regions.second_officer()))
    assert results == ["RegionalRanking", "WrongState"]
    assert Event.objects.filter(name="proposals.ranking_submitted").count() == 1


def test_a_pledge_is_made_once(committed_db: str) -> None:
    regions = some_regions(proposals=1)
    make = partial(make_pledge, proposal_uid=regions.mine[0].uid, year_krw=[LEAST_KRW] * 3, version=0, at=IN_TIME)
    results = at_once(
        partial(make, document=a_document(), by=regions.officer()),
        partial(make, document=a_document(), by=regions.second_officer()),
    )
    assert results == ["MatchPledge", "Stale"]
    assert MatchPledge.objects.get().version == 1
