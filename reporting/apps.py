from django.apps import AppConfig

from core import wording
from reporting import words


class ReportingConfig(AppConfig):
    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
