"""For whom each route of this room is."""

from accounts.audiences import Audience

ROUTES = {
    "scenarios:clock": Audience.ADMINISTRATORS,
}
