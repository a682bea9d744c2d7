"""The documents that the programme asks for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.files import store_upload
from core.refusals import NotFound, refuse_if
from programs.queries import form_of
from proposals import queries, rules
from proposals.actions.opening import opened
from proposals.models import Attachment


def attach_file(
    *, proposal_uid: UUID, document: str, upload: UploadedFile[bytes], by: Actor, at: datetime
) -> Attachment:
    """Keep a file as one of the documents of a proposal, or in the slot of a question of its call (`form.<question>`).

    Raises as `opened` does, and RuleBroken: a document that the programme does not know, too many files, or what
    `core.files` finds in the upload (name, size, kind, content).
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("attachments",))
        policy = queries.policy_for(proposal)
        slot = form_of(proposal.call).slot(document)
        refuse_if(rules.attaching_violations(policy, document, len(proposal.attachments.all()), slot))
        accepted = rules.accepted(policy, document, slot)
        stored = store_upload(
            upload,
            allowed=accepted.extensions,
            max_bytes=accepted.max_bytes,
            by=queries.signature(by),
            at=at,
            ministry_id=proposal.ministry_id,
            region_id=proposal.region_id,
            organization_ids=proposal.organization_ids,
        )
        attachment = Attachment.objects.create(
            proposal=proposal, document=document, file=stored, added_at=at, added_by=queries.signature(by)
        )
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.file_attached",
            subject=proposal,
            by=by,
            at=at,
            data={"document": document, "name": stored.name, "sha256": stored.sha256},
            **queries.threads(proposal),
        )
    return attachment


def remove_file(*, attachment_uid: UUID, by: Actor, at: datetime) -> None:
    """Take a file out of the working copy. What was handed in with it keeps it.

    Raises as `opened` does, and NotFound where it is not (or no more) there.
    """
    with transaction.atomic():
        proposal = opened(queries.proposal_of_attachment(attachment_uid, by), by=by, at=at, parts=("attachments",))
        attachment = next((one for one in proposal.attachments.all() if one.uid == attachment_uid), None)
        if attachment is None:
            raise NotFound.because("http.not_found")
        queries.put(attachment, removed_at=at, removed_by=by.user_id)
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.file_removed",
            subject=proposal,
            by=by,
            at=at,
            data={"document": attachment.document, "name": attachment.file.name},
            **queries.threads(proposal),
        )
