"""How values read in a sentence."""

import pytest
from django.utils import translation

from core import wording
from core.refusals import Violation


@pytest.mark.parametrize(
    ("rate_bp", "text"), [(2001, "20.01%"), (2000, "20%"), (999, "9.99%"), (1050, "10.5%"), (0, "0%"), (-5, "-0.05%")]
)
def test_basis_points_read_as_percent(rate_bp: int, text: str) -> None:
    assert wording.percent(rate_bp) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "1 B"), (1023, "1023 B"), (1024, "1.0 KB"), (15 * 1024**2, "15 MB"), (2 * 1024**3, "2.0 GB")],
)
def test_a_size_reads_in_its_unit(count: int, text: str) -> None:
    assert wording.size(count) == text


def test_a_moment_reads_in_seouls_time() -> None:
    violation = Violation("http.changed_meanwhile", {"name": "Kim", "changed_at": "2004-04-30T09:00:00+00:00"})
    with translation.override("en"):
        assert "Kim changed this at 30 Apr 2004, 18:00," in wording.say_violation(violation)


def test_an_unknown_code_reads_as_itself() -> None:
    assert wording.say_violation(Violation("no.such_code")) == "no.such_code"


def test_a_value_that_an_old_event_lacks_reads_as_a_dash() -> None:
    with translation.override("en"):
        assert wording.say_event("core.clock_moved", {}) == "The sample clock was moved to -"


def test_a_code_is_worded_once() -> None:
    with pytest.raises(ValueError, match="worded twice"):
        wording.register(violations={"http.not_found": "other"})


def test_a_value_of_several_parts_is_said_part_by_part() -> None:
    """A pledge keeps its won year by year under one name."""
    wording.register(events={"test.by_year": "%(year_krw)s"})
    with translation.override("ko"):
        assert wording.say_event("test.by_year", {"year_krw": [1_000, 2_000], "none_krw": []}) == "1,000원, 2,000원"
