from django.apps import AppConfig

from accounts import words
from core import links, wording


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
        links.register(
            {
                "accounts.organization": "accounts:organization",
                "accounts.person": "accounts:person",
                "accounts.office": "accounts:office",
                "accounts.delegation": "accounts:delegation",
            }
        )
