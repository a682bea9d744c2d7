from django.apps import AppConfig

from contracts import words
from core import wording


class ContractsConfig(AppConfig):
    name = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
