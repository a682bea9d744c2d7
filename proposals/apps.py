from django.apps import AppConfig

from core import links, wording
from proposals import words


class ProposalsConfig(AppConfig):
    name = "proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
        links.register(
            {
                "proposals.mergeoffer": "proposals:merge",
                "proposals.regionalplan": "proposals:plan",
                "proposals.overlap": "proposals:overlap",
            }
        )
