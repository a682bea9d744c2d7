from django.apps import AppConfig

from core import links, wording
from programs import words


class ProgramsConfig(AppConfig):
    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
        links.register(
            {
                "programs.call": "programs:call",
                "programs.program": "programs:program",
                "programs.ruleset": "programs:rule-set",
            }
        )
