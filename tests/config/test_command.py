"""Commands find their world."""

import pytest

from config.command import main, take_world, with_database
from config.embedded.roles import database_name
from config.env import ROOT, world_folder


@pytest.mark.parametrize(
    ("words", "rest", "world"),
    [
        ("manage.py check_books", "manage.py check_books", ""),
        ("manage.py check_books --world ris-2004", "manage.py check_books", "ris-2004"),
        ("manage.py check_books --world=ris-2004 --json", "manage.py check_books --json", "ris-2004"),
        ("manage.py replay scenarios/ris-2004.toml --json", None, "ris-2004"),
        ("manage.py replay scenarios/ris-2004.toml --world other", "manage.py replay scenarios/ris-2004.toml", "other"),
    ],
)
def test_the_world_is_taken_off_the_words(words: str, rest: str | None, world: str) -> None:
    assert take_world(words.split()) == ((rest or words).split(), world)


def test_each_world_has_its_database() -> None:
    assert database_name("") == "baro"
    assert database_name("ris-2004") == "baro_ris_2004"
    assert with_database("postgresql://u:p@h:1/baro?sslmode=require", "baro_x") == (
        "postgresql://u:p@h:1/baro_x?sslmode=require"
    )


def test_each_world_keeps_its_files_apart() -> None:
    assert world_folder(ROOT, "") == ROOT
    assert world_folder(ROOT, "ris-2004") == ROOT / "worlds" / "ris-2004"


def test_a_replay_without_a_world_of_its_own_is_refused() -> None:
    """It would make the main world anew."""
    with pytest.raises(SystemExit, match="world of its own"):
        main(["manage.py", "replay", "scenario.txt"])
