"""The table of moves: every state against every verb, and the faults that a table can't have."""

import pytest

from core.refusals import WrongState
from core.states import Lifecycle, Move

DOOR = Lifecycle(
    name="door",
    states=("open", "shut", "locked"),
    moves=(
        Move("close", ("open",), "shut", "anyone", "door.closed"),
        Move("open", ("shut",), "open", "anyone", "door.opened"),
        Move("lock", ("shut",), "locked", "keeper", "door.locked"),
    ),
)


@pytest.mark.parametrize("state", DOOR.states)
@pytest.mark.parametrize("move", DOOR.moves, ids=lambda move: move.verb)
def test_a_move_starts_only_from_its_sources(state: str, move: Move) -> None:
    if state in move.sources:
        assert DOOR.require(move.verb, state) is move
    else:
        with pytest.raises(WrongState) as refused:
            DOOR.require(move.verb, state)
        assert refused.value.violations[0].code == "door.wrong_state"
        assert refused.value.violations[0].values == {"verb": move.verb, "state": state}


def test_what_is_open_from_a_state_is_what_may_start_there() -> None:
    assert [move.verb for move in DOOR.open_from("shut")] == ["open", "lock"]
    assert DOOR.open_from("locked") == ()


def test_an_unknown_verb_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        DOOR.require("paint", "open")


def test_a_table_names_each_verb_once_and_only_known_states() -> None:
    with pytest.raises(ValueError, match="twice"):
        Lifecycle("x", ("a",), (Move("go", ("a",), "a", "p", "e"), Move("go", ("a",), "a", "p", "e")))
    with pytest.raises(ValueError, match="unknown states"):
        Lifecycle("x", ("a",), (Move("go", ("a",), "b", "p", "e"),))


def test_the_diagram_shows_every_move_and_where_life_ends() -> None:
    assert DOOR.diagram() == (
        "stateDiagram-v2\n"
        "    [*] --> open\n"
        "    open --> shut: close\n"
        "    shut --> open: open\n"
        "    shut --> locked: lock\n"
        "    locked --> [*]\n"
    )
