"""Whom a commissioned call asks, and the files that go with a guideline; both while the call is a draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from core.files import store_upload
from core.refusals import NotFound, refuse_if, require
from programs import permissions, queries, rules
from programs.actions.recording import record_on_call
from programs.models import Call, CallFile
from programs.routes import asking_violations
from programs.states import CALL


def ask_regions(*, call_uid: UUID, regions: Iterable[str] | None, by: Actor, at: datetime) -> Call:
    """Name by their codes the regions whose governments the call asks for a plan; None asks all that may lead.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`call.route_asks_nobody`, `call.no_region_asked`,
    `call.region_unknown`, `call.region_not_let_in`).
    """
    with transaction.atomic():
        call = _draft(call_uid, by)
        policy = queries.policy_of(call.rule_set)
        known = frozenset(region.code for region in queries.regions(at))
        let_in = frozenset(code for code in known if policy.lets_lead(code))
        asked = let_in if regions is None else frozenset(regions)
        refuse_if(asking_violations(call.program.route, asked, known, policy))
        wanted = None if regions is None else sorted(asked)
        if wanted != call.asked_regions:
            call.asked_regions = wanted
            call.save(update_fields=["asked_regions"])
            _changed(call, "asked_regions", by, at, count=len(asked))
    return call


def attach_to_call(
    *, call_uid: UUID, title_ko: str, title_en: str = "", upload: UploadedFile[bytes], by: Actor, at: datetime
) -> CallFile:
    """Put a file beside the guideline: everybody who may see the call may fetch it.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`program.text_missing`, `call.too_many_files`, `file.*`).
    """
    with transaction.atomic():
        call = _draft(call_uid, by)
        refuse_if(rules.file_violations(title_ko, title_en, files_before=call.files.filter(removed_at=None).count()))
        stored = store_upload(
            upload,
            allowed=rules.CALL_FILE_TYPES,
            max_bytes=rules.CALL_FILE_BYTES,
            by=by.user_id or 0,
            at=at,
            ministry_id=call.program.ministry_id,
        )
        file = CallFile.objects.create(
            call=call,
            file=stored,
            title_ko=title_ko.strip(),
            title_en=title_en.strip(),
            added_at=at,
            added_by=by.user_id,
        )
        _changed(call, "files", by, at, name=stored.name, sha256=stored.sha256)
    return file


def remove_from_call(*, file_uid: UUID, by: Actor, at: datetime) -> None:
    """Take a file away from a draft's guideline; it stays for the record.

    Raises NotFound (also where it is gone), NotAllowed, WrongState.
    """
    with transaction.atomic():
        file = CallFile.objects.filter(uid=file_uid, removed_at=None).select_related("call", "file").first()
        if file is None:
            raise NotFound.because("http.not_found")
        call = _draft(file.call.uid, by)
        gone = CallFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at, removed_by=by.user_id)
        if not gone:
            raise NotFound.because("http.not_found")
        _changed(call, "files", by, at, name=file.file.name)


def _draft(call_uid: UUID, by: Actor) -> Call:
    call = queries.locked_call(call_uid, by)
    require(permissions.may_run_calls(by, call.program), "change")
    CALL.require("change", call.state)
    return call


def _changed(call: Call, what: str, by: Actor, at: datetime, **values: object) -> None:
    queries.touch(call, by=by.user_id, at=at)
    record_on_call(CALL.named("change").event, call, by, at, data={"changed": [what], **values})
