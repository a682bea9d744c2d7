"""Long lists are paged as far as somebody reads, by one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import SweepRun
from core.pages import FirstPages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("rows", "count", "more"), [(0, 0, False), (3, 3, False), (4, 4, False), (5, 4, True)])
def test_of_a_longer_list_it_is_said_that_there_are_more(rows: int, count: int, more: bool) -> None:
    names = [f"test-{number}" for number in range(rows)]
    SweepRun.objects.bulk_create(SweepRun(name=name, started_at=clock.system_now()) for name in names)
    found = SweepRun.objects.filter(name__startswith="test-").order_by("-name")
    with CaptureQueriesContext(connection) as asked:
        pages = FirstPages(found, 3, most=4)
        shown = [key for number in pages.page_range for key in pages.page(number)]
    assert (pages.count, pages.more, len(asked)) == (count, more, 1)
    assert shown == [one.pk for one in found[:count]]
