"""Up, down and unknown make up a window exactly, whatever was seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.availability import Measured, Sighting, Span, Standing, cut, measure, slices, spans

NOON = datetime(2004, 3, 31, 12, tzinfo=UTC)
REACH = timedelta(seconds=30)
HOUR = timedelta(hours=1)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def seen(*told: tuple[float, bool], probe: str = "one") -> list[Sighting]:
    return [Sighting(probe, after(seconds), up) for seconds, up in told]


def minutes(up: float, down: float, unknown: float) -> Measured:
    return Measured(timedelta(minutes=up), timedelta(minutes=down), timedelta(minutes=unknown))


def test_nobody_looked_and_nothing_is_known() -> None:
    assert spans([], NOON, after(60), reach=REACH) == [Span(NOON, after(60), Standing.UNKNOWN)]
    assert spans([], NOON, NOON, reach=REACH) == []


def test_a_sighting_speaks_until_the_next_and_no_further_than_its_reach() -> None:
    found = spans(seen((0, True), (20, False), (40, True)), after(-10), after(100), reach=REACH)
    assert found == [
        Span(after(-10), NOON, Standing.UNKNOWN),
        Span(NOON, after(20), Standing.UP),
        Span(after(20), after(40), Standing.DOWN),
        Span(after(40), after(70), Standing.UP),
        Span(after(70), after(100), Standing.UNKNOWN),
    ]


def test_what_was_seen_before_the_window_speaks_for_its_beginning() -> None:
    assert spans(seen((-20, False)), NOON, after(20), reach=REACH)[0] == Span(NOON, after(10), Standing.DOWN)


def test_one_probe_with_an_answer_is_enough() -> None:
    both = [*seen((0, False), (20, False)), *seen((10, True), probe="two")]
    found = [(span.since, span.standing) for span in spans(both, NOON, after(60), reach=timedelta(seconds=20))]
    assert found == [
        (NOON, Standing.DOWN),
        (after(10), Standing.UP),
        (after(30), Standing.DOWN),
        (after(40), Standing.UNKNOWN),
    ]


def test_an_hour_by_slices() -> None:
    looks = [(60.0 * minute, not 10 <= minute < 15) for minute in range(50)]
    parts = spans(seen(*looks), NOON, NOON + HOUR, reach=timedelta(minutes=1))
    assert measure(parts) == minutes(45, 5, 10)
    by_ten = [sums for _, sums in slices(parts, NOON, NOON + HOUR, width=timedelta(minutes=10))]
    assert by_ten == [minutes(10, 0, 0), minutes(5, 5, 0), *[minutes(10, 0, 0)] * 3, minutes(0, 0, 10)]


sightings = st.lists(
    st.builds(Sighting, st.sampled_from(["one", "two"]), st.integers(-5_000, 5_000).map(after), st.booleans())
)


@given(sightings, st.integers(-3_000, 3_000), st.integers(0, 4_000), st.integers(1, 600), st.integers(1, 900))
def test_spans_make_up_the_window_exactly(
    looks: list[Sighting], begins: int, length: int, reach_seconds: int, width_seconds: int
) -> None:
    since, until = after(begins), after(begins + length)
    reach = timedelta(seconds=reach_seconds)
    parts = spans(looks, since, until, reach=reach)
    assert sum((part.length for part in parts), timedelta()) == until - since
    for left, right in pairwise(parts):
        assert left.until == right.since
        assert left.standing is not right.standing
    whole = measure(parts)
    assert whole.up + whole.down + whole.unknown == until - since
    pieces = [sums for _, sums in slices(parts, since, until, width=timedelta(seconds=width_seconds))]
    assert sum((piece.down for piece in pieces), timedelta()) == whole.down
    assert sum((piece.unknown for piece in pieces), timedelta()) == whole.unknown
    middle = since + (until - since) / 2
    assert measure([*cut(parts, since, middle), *cut(parts, middle, until)]) == whole


@given(sightings, st.integers(-5_000, 5_000), st.integers(1, 600))
def test_each_moment_is_what_the_newest_words_say(looks: list[Sighting], moment: int, reach_seconds: int) -> None:
    """Against the definition, said moment by moment."""
    reach, at = timedelta(seconds=reach_seconds), after(moment)
    words = []
    for probe in ("one", "two"):
        before = [look for look in looks if look.probe == probe and look.at <= at]
        newest = max((look.at for look in before), default=None)
        if newest is not None and at < newest + reach:
            words.append([look.up for look in before if look.at == newest][-1])
    expected = Standing.UP if any(words) else Standing.DOWN if words else Standing.UNKNOWN
    assert spans(looks, at, at + timedelta(microseconds=1), reach=reach)[0].standing is expected
