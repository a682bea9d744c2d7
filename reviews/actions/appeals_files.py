"""Files beside an appeal: added, taken back, and taken along by those who judge it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from core.files import store_upload
from core.refusals import NotFound, WrongState, refuse_if
from reviews import queries, rules
from reviews.actions.appeals import record_appeal
from reviews.models import Appeal, AppealFile
from reviews.permissions import require
from reviews.queries.appeal_files import appeal_file, files_of_appeal, put_file
from reviews.rules.appeals import FILE_BYTES, FILE_TYPES


def attach_to_appeal(*, appeal_uid: UUID, upload: UploadedFile[bytes], by: Actor, at: datetime) -> AppealFile:
    """The leader puts a file beside his appeal, until it is admitted and its papers are frozen.

    Raises NotFound, NotAllowed, WrongState (`appeal.not_the_time`), RuleBroken (`appeal.too_many_files`, `file.*`).
    """
    with transaction.atomic():
        appeal = _own(appeal_uid, ("draft", "filed"), by)
        refuse_if(rules.attaching_violations(files_of_appeal(appeal).count()))
        stored = store_upload(
            upload,
            allowed=FILE_TYPES,
            max_bytes=FILE_BYTES,
            by=by.user_id or 0,
            at=at,
            ministry_id=appeal.ministry_id,
            organization_ids=appeal.organization_ids,
        )
        file = AppealFile.objects.create(appeal=appeal, file=stored, added_at=at, added_by=by.user_id)
        record_appeal("reviews.appeal_file_added", appeal, by, at, name=stored.name, sha256=stored.sha256)
    return file


def remove_from_appeal(*, appeal_uid: UUID, file_uid: UUID, by: Actor, at: datetime) -> None:
    """The leader takes a file back before the appeal is filed; it stays for the record.

    Raises NotFound (also where it is gone), NotAllowed, WrongState (`appeal.not_the_time`).
    """
    with transaction.atomic():
        appeal = _own(appeal_uid, ("draft",), by)
        file = appeal_file(file_uid, by)
        if file.appeal_id != appeal.pk:
            raise NotFound.because("http.not_found")
        put_file(file, removed_at=at, removed_by=by.user_id)
        record_appeal("reviews.appeal_file_removed", appeal, by, at, name=file.file.name)


def note_appeal_paper_taken(*, appeal_uid: UUID, name: str, by: Actor, at: datetime) -> None:
    """Note on the record that somebody took a document of an appeal along. Raises NotFound."""
    with transaction.atomic():
        record_appeal("reviews.appeal_paper_taken", queries.locked_appeal(appeal_uid, by), by, at, name=name)


def _own(appeal_uid: UUID, states: tuple[str, ...], by: Actor) -> Appeal:
    appeal = queries.locked_appeal(appeal_uid, by)
    require(queries.leads_appeal(appeal, by), "appeal")
    if appeal.state not in states:
        raise WrongState.because("appeal.not_the_time")
    return appeal
