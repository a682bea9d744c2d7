"""A table of named moves: the life of a thing, as data.

What time decides (open, late) is computed, never a state. The table feeds the actions, the buttons, the API and
the diagrams in `docs/states/`.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.refusals import WrongState


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: it leads from any of `sources` to `target`, needs `permission`, and leaves `event`."""

    verb: str
    sources: tuple[str, ...]
    target: str
    permission: str
    event: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All states and moves of one kind of thing. Its first state is where it starts."""

    name: str
    states: tuple[str, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        verbs = [move.verb for move in self.moves]
        if len(verbs) != len(set(verbs)):
            raise ValueError(f"{self.name}: a verb is named twice")
        for move in self.moves:
            unknown = {*move.sources, move.target} - set(self.states)
            if unknown:
                raise ValueError(f"{self.name}.{move.verb}: unknown states {sorted(unknown)}")

    @property
    def start(self) -> str:
        return self.states[0]

    def named(self, verb: str) -> Move:
        """The move of this verb. Raises KeyError for a verb that the table does not have."""
        for move in self.moves:
            if move.verb == verb:
                return move
        raise KeyError(f"{self.name} has no move {verb!r}")

    def require(self, verb: str, state: str) -> Move:
        """The move, if it may start from `state`. Raises WrongState (`<name>.wrong_state`)."""
        move = self.named(verb)
        if state not in move.sources:
            raise WrongState.because(f"{self.name}.wrong_state", verb=verb, state=state)
        return move

    def open_from(self, state: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if state in move.sources)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, the same text for the same table."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {source} --> {move.target}: {move.verb}" for move in self.moves for source in move.sources]
        lines += [f"    {state} --> [*]" for state in self.states if not self.open_from(state)]
        return "\n".join(lines) + "\n"
