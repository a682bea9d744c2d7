"""Files beside an appeal, and the documents of the proposal in dispute."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from core.models import StoredFile
from core.refusals import NotFound
from proposals.models import Attachment
from reviews.models import Appeal, AppealFile
from reviews.queries.appeals import appeals_visible_to
from reviews.queries.rounds import one


def files_of_appeal(appeal: Appeal) -> QuerySet[AppealFile]:
    """The files that stand beside an appeal, as they were added."""
    return AppealFile.objects.filter(appeal=appeal, removed_at=None).select_related("file").order_by("id")


def appeal_file(file_uid: UUID, by: Actor) -> AppealFile:
    """A file beside an appeal that the actor may see. Raises NotFound, also where it was removed."""
    rows = AppealFile.objects.filter(removed_at=None).select_related("file", "appeal")
    return one(rows.filter(appeal__in=appeals_visible_to(by).order_by().values("pk")), file_uid)


def paper_of_appeal(appeal: Appeal, attachment_uid: UUID) -> StoredFile:
    """A document of the proposal in dispute, as the papers that were frozen name it. Raises NotFound."""
    named = (file["uid"] for case in appeal.papers.get("cases", ()) for file in case["dossier"].get("files", ()))
    if str(attachment_uid) not in named:
        raise NotFound.because("http.not_found")
    return one(Attachment.objects.select_related("file"), attachment_uid).file


def put_file(file: AppealFile, **changes: Any) -> None:
    AppealFile.objects.filter(pk=file.pk).update(**changes)
