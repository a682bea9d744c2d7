from django.apps import AppConfig

from core import links, wording
from reviews import words


class ReviewsConfig(AppConfig):
    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
        links.register({"reviews.selection": "reviews:shares", "reviews.letter": "reviews:letter"})
