"""The habits of the house, checked on the source itself: one clock, no float near money, actions alone write."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOMS, Source, dotted, sources

pytestmark = pytest.mark.xdist_group("habits")  # one worker reads the source
CLOCKS = {
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
WRITERS = {"ModelForm", "ModelSerializer", "HyperlinkedModelSerializer", "modelform_factory", "ModelViewSet"}
PURE = ("rules", "states", "permissions", "notices", "policy")
IMPURE = ("django.db", "django.http", "django.shortcuts", "django.utils.timezone", "rest_framework", "celery")
PURE_CORE = tuple(f"core/{name}.py" for name in ("availability", "calendar", "likeness", "money", "refusals", "states"))
OPEN_TO_HIGHER_ROOMS = {
    *("models", "states", "policy", "routes", "queries", "actions"),
    *("actors", "roles", "audiences", "http", "middleware", "apps"),
    *("editing", "drawing", "showing"),
}
"""The last line is how `programs` lets other rooms' pages ask and show rules as its own pages do."""


def test_only_the_clock_reads_the_clock() -> None:
    faults = [
        f"{source}:{line} {name}"
        for source in sources(*ROOMS)
        if str(source) != "core/clock.py"
        for line, name in source.calls()
        if name in CLOCKS
    ]
    assert faults == []


def test_no_import_hides_inside_a_function() -> None:
    assert [place for source in sources(*ROOMS, "config", "tests") for place in _hidden_imports(source)] == []


def _hidden_imports(source: Source) -> Iterator[str]:
    imports = [node for node in source.nodes if isinstance(node, ast.Import | ast.ImportFrom) and node.col_offset]
    if not imports:  # what stands at the margin is in no function
        return
    for function in source.nodes:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in imports:
                if function.lineno < node.lineno <= (function.end_lineno or 0):
                    yield f"{source}:{node.lineno}"


def test_no_float_near_money() -> None:
    assert [place for source in sources(*ROOMS) for place in _money_floats(source)] == []


def _money_floats(source: Source) -> Iterator[str]:
    """Floats in functions that name won or basis points, and float columns anywhere."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and dotted(node.func).endswith("FloatField"):
            yield f"{source}:{node.lineno} FloatField"
        if isinstance(node, ast.FunctionDef) and _names_money(node):
            for inner in ast.walk(node):
                made = isinstance(inner, ast.Call) and dotted(inner.func) == "float"
                written = isinstance(inner, ast.Constant) and isinstance(inner.value, float)
                divided = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div) and _is_money(inner)
                if made or written or divided:
                    yield f"{source}:{node.lineno} {node.name}"


def _names_money(function: ast.FunctionDef) -> bool:
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    return any(name.endswith(("_krw", "_bp")) for name in names)


def _is_money(division: ast.BinOp) -> bool:
    return any(
        dotted(side).endswith(("_krw", "_bp"))
        for side in (division.left, division.right)
        if isinstance(side, ast.Name | ast.Attribute)
    )


def test_no_model_changes_how_it_is_saved() -> None:
    faults = [
        f"{source}:{node.lineno} {node.name}"
        for source in sources(*ROOMS)
        for model in source.nodes
        if isinstance(model, ast.ClassDef) and any("Model" in dotted(base) for base in model.bases)
        for node in model.body
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "asave", "adelete"}
    ]
    assert faults == []


def test_nothing_listens_to_signals() -> None:
    faults = [
        f"{source}:{line} {name}"
        for source in sources(*ROOMS)
        for line, name in source.imports()
        if "signals" in name.split(".") or name == "django.dispatch.receiver"
    ]
    assert faults == []


def test_no_form_or_serializer_writes_a_model() -> None:
    faults = [
        f"{source}:{node.lineno}"
        for source in sources(*ROOMS)
        for node in source.nodes
        if (isinstance(node, ast.ClassDef) and {dotted(b).split(".")[-1] for b in node.bases} & WRITERS)
        or (isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in WRITERS)
    ]
    assert faults == []


def test_the_law_knows_neither_the_database_nor_the_web() -> None:
    faults = [
        f"{source}:{line} {name}"
        for source in sources(*ROOMS)
        if str(source) in PURE_CORE or (source.room != "core" and _place(source) in PURE)
        for line, name in source.imports()
        if name.startswith(IMPURE) or name.startswith("core.clock") or name == "core.clock"
    ]
    assert faults == []


def _place(source: Source) -> str:
    """Which of the house's questions a module answers: the part of its path after the room."""
    return source.path.parts[1].removesuffix(".py")


def test_a_room_shows_higher_rooms_only_what_is_meant_for_them() -> None:
    faults = [
        f"{source}:{line} {name}"
        for source in sources(*ROOMS)
        for line, name in source.imports()
        if (parts := name.split("."))[0] in ROOMS
        and parts[0] not in ("core", source.room)
        and parts[1] not in OPEN_TO_HIGHER_ROOMS
    ]
    assert faults == []


def test_files_stay_short() -> None:
    faults = [
        f"{source} has {lines} lines"
        for source in sources(*ROOMS, "config", "tests")
        if (lines := source.text.count("\n")) > LONGEST_FILE
    ]
    assert faults == []


def test_functions_stay_short() -> None:
    faults = [
        f"{source}:{node.lineno} {node.name}"
        for source in sources(*ROOMS, "config")
        for node in source.nodes
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert faults == []


def test_tests_of_one_group_stay_with_one_worker(request: pytest.FixtureRequest) -> None:
    """pytest-xdist writes the group behind a test's name; where the two stop fitting, groups fall apart in silence."""
    grouped = bool(getattr(request.config.option, "loadgroup", False))
    assert request.node.nodeid.endswith("@habits") == grouped


def test_tests_of_one_world_stay_with_one_worker(request: pytest.FixtureRequest) -> None:
    """A world that a module shares (`shared_db`) is a group as well, which pytest-xdist has to see in time."""
    if getattr(request.config.option, "loadgroup", False):
        strays = [
            item.nodeid
            for item in request.session.items
            if "shared_db" in getattr(item, "fixturenames", ()) and "@" not in item.nodeid
        ]
        assert strays == []
