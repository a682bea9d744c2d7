"""A rule set as forms: what each group of clauses asks, what was typed as raw values, raw values as what is shown.

All of it follows from the dataclasses of ``programs.policy``: a clause that is added there has its field here. Pure: no
database, no words.
"""

from programs.editing.marks import clause_paths, is_marked, keep_standing, mark
from programs.editing.rows import Unknown, add_row, move_row, remove_row
from programs.editing.shape import ABOUT, GROUPS, Field, Group, Kind
from programs.editing.values import content_of, read_group, shown, texts

__all__ = [
    "ABOUT",
    "GROUPS",
    "Field",
    "Group",
    "Kind",
    "Unknown",
    "add_row",
    "clause_paths",
    "content_of",
    "is_marked",
    "keep_standing",
    "mark",
    "move_row",
    "read_group",
    "remove_row",
    "shown",
    "texts",
]
