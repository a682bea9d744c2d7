"""The drawings in `docs/states/` are those of the tables."""

from config import diagrams


def test_no_diagram_is_older_than_its_table() -> None:
    assert diagrams.stale() == []
