"""For whom each route of this room is."""

from accounts.audiences import Audience

ROUTES = {
    "programs:calls": Audience.PUBLIC,
    "programs:call": Audience.PUBLIC,
    "programs:program": Audience.PUBLIC,
    "programs:rule-set": Audience.PUBLIC,
    "programs:draft-rules": Audience.DESKS,
    "programs:publish-rules": Audience.DESKS,
    "programs:desk": Audience.DESKS,
    "programs:draft-call": Audience.DESKS,
    "programs:call-help": Audience.DESKS,
    "programs:edit-call": Audience.DESKS,
    "programs:guidelines": Audience.DESKS,
    "programs:add-guideline": Audience.DESKS,
    "programs:guideline": Audience.DESKS,
    "programs:move-guideline": Audience.DESKS,
    "programs:remove-guideline": Audience.DESKS,
    "programs:announce": Audience.DESKS,
    "programs:move-dates": Audience.DESKS,
    "programs:cancel-call": Audience.DESKS,
    "api:programs": Audience.PUBLIC,
    "api:program": Audience.PUBLIC,
    "api:program-indicators": Audience.DESKS,
    "api:rule-sets": Audience.PUBLIC,
    "api:rule-set": Audience.PUBLIC,
    "api:rule-set-publish": Audience.DESKS,
    "api:calls": Audience.PUBLIC,
    "api:call": Audience.PUBLIC,
    "api:call-readiness": Audience.DESKS,
    "api:call-announce": Audience.DESKS,
    "api:call-dates": Audience.DESKS,
    "api:call-cancel": Audience.DESKS,
    "api:call-guidelines": Audience.DESKS,
    "api:call-guideline": Audience.DESKS,
}
"""Routes of both audiences take writes from desks alone: the actions refuse everybody else."""
