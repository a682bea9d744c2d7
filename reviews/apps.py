from django.apps import AppConfig

from core import links, wording
from reviews import appeal_words, panel_words, words


class ReviewsConfig(AppConfig):
    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(violations=words.VIOLATIONS, events=words.EVENTS, labels=words.LABELS)
        wording.register(violations=panel_words.VIOLATIONS, events=panel_words.EVENTS, labels=panel_words.LABELS)
        wording.register(violations=appeal_words.VIOLATIONS, events=appeal_words.EVENTS, labels=appeal_words.LABELS)
        links.register(
            {
                "reviews.selection": "reviews:shares",
                "reviews.appeal": "reviews:appeal",
                "reviews.letter": "reviews:letter",
                "reviews.meeting": "reviews:meeting",
            }
        )
