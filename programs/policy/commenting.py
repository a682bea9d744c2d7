"""Where a reviewer has to say why."""

from dataclasses import dataclass
from enum import StrEnum

from programs.policy.clause import Count, strict


class CommentWhere(StrEnum):
    """For which points a comment is asked for."""

    ALWAYS = "always"
    AT_ENDS = "at_ends"
    NEVER = "never"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """For each criterion: where a comment is needed, and how many characters it has at least where it is."""

    where: CommentWhere
    least_characters: Count

    def is_needed(self, points: int | None, scale_min: int, scale_max: int) -> bool:
        """Whether these points want a comment; at the ends are the lowest and the highest of the scale."""
        if self.where is CommentWhere.AT_ENDS:
            return points in {scale_min, scale_max}
        return self.where is CommentWhere.ALWAYS
