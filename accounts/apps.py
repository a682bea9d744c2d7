from django.apps import AppConfig

from accounts import words
from core import wording


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
