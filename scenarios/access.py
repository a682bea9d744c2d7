"""For whom each route of this room is."""

from accounts.audiences import Audience

ROUTES = {
    "scenarios:clock": Audience.ADMINISTRATORS,
    **{
        f"scenarios:{name}": Audience.DESKS
        for name in ("calls-to-try", "trials", "try", "trial", "trial-csv", "forget-trial")
    },
    **{f"api:{name}": Audience.DESKS for name in ("trials", "trial")},
}
