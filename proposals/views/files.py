"""The documents that the rule set asks for: progress, replacing, removing, downloading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import asked
from core.refusals import NotFound
from core.templatetags.baro import in_language
from core.wording import size
from programs.policy import Document, FileType, Question
from programs.queries import form_of
from proposals import actions, queries
from proposals.forms.files import FileForm
from proposals.models import Attachment
from proposals.views.door import CORRECTABLE, Opened, open_draft, put_beside, signed_in, tell


@dataclass(frozen=True, slots=True)
class Place:
    """One document that may or must be handed in, with the files that stand in its place."""

    document: Document | Question
    name: str
    files: tuple[dict[str, object], ...]
    upload_url: str
    accept: str
    hint: str
    kinds: tuple[tuple[str, str], ...]
    """What may happen to the files that stand there: each replaced, or kept."""
    errors: tuple[str, ...]


@signed_in
@require_GET
def files(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every document with its files."""
    return _page(open_draft(request, uid))


@signed_in
@require_POST
def upload(request: HttpRequest, uid: UUID, document: str) -> HttpResponse:
    """Attach a file as one of the documents; the script shows its progress, the answer is the same."""
    opened = open_draft(request, uid)
    if opened.policy.files.document(document) is None:
        raise NotFound.because("http.not_found")
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach(opened, document, form)
            return redirect(opened.url("files") + f"#document-{document}")
        except CORRECTABLE as refused:
            put_beside(form, refused, {f"files.{document}": "file"})
    return _page(opened, form, document)


def attach(opened: Opened, document: str, form: FileForm) -> None:
    """Attach the file, then take away the one whose place it takes: both, or neither."""
    by, at = opened.request.actor, opened.request.at
    replaced = form.cleaned_data["replaces"]
    with transaction.atomic():
        actions.attach_file(
            proposal_uid=opened.proposal.uid, document=document, upload=form.cleaned_data["file"], by=by, at=at
        )
        if replaced is not None:
            actions.remove_file(attachment_uid=replaced, by=by, at=at)
    messages.success(opened.request, _("The file was replaced.") if replaced else _("The file was stored."))


@signed_in
@require_POST
def remove_file(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponse:
    """Take a file out of the working copy; why it can't be, is told on the list."""
    opened = open_draft(request, uid)
    document = next((one.document for one in opened.proposal.attachments.all() if one.uid == attachment_uid), "")
    slot = form_of(opened.proposal.call).slot(document)
    section = form_of(opened.proposal.call).section_of(slot.code) if slot else None
    try:
        actions.remove_file(attachment_uid=attachment_uid, by=opened.request.actor, at=opened.request.at)
        messages.success(request, _("The file was removed."))
    except CORRECTABLE as refused:
        tell(request, refused)
    return redirect(opened.url("answers", section.code) if section else opened.url("files"))


@signed_in
@require_GET
def download(request: HttpRequest, attachment_uid: UUID) -> HttpResponseBase:
    """The file itself, for those who may see it: always as a download, never shown in place."""
    attachment = queries.attachment(attachment_uid, asked(request).actor)
    response = FileResponse(
        attachment.file.content.open("rb"),
        as_attachment=True,
        filename=attachment.file.name,
        content_type=attachment.file.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(opened: Opened, form: FileForm | None = None, document: str = "") -> HttpResponse:
    errors = tuple(str(error) for texts in form.errors.values() for error in texts) if form else ()
    places = [_place(opened, one, errors if one.code == document else ()) for one in opened.policy.files.documents]
    summary = [{"text": error, "href": f"#document-{document}"} for error in errors]
    context = {"places": places, "errors": summary}
    return opened.page("proposals/files.html", _("Files"), context, status=422 if errors else 200)


def _place(opened: Opened, document: Document, errors: tuple[str, ...]) -> Place:
    here = [one for one in opened.proposal.attachments.all() if one.document == document.code]
    return Place(
        document=document,
        name=in_language(document, "name"),
        files=tuple(_file(opened, attachment) for attachment in here),
        upload_url=opened.url("upload", document.code) if opened.editable else "",
        accept=_accept(document.types),
        hint=_hint(document.types, document.max_bytes),
        kinds=_kinds(here),
        errors=errors,
    )


def slot_place(opened: Opened, section: str, slot: Question, errors: tuple[str, ...]) -> Place:
    """The slot of a question of the call, as a document's place."""
    here = [one for one in opened.proposal.attachments.all() if one.document == slot.document]
    said = [in_language(slot, "help"), _hint(slot.file_types, slot.max_bytes or 0)]
    return Place(
        document=slot,
        name=in_language(slot, "title"),
        files=tuple(_file(opened, attachment) for attachment in here),
        upload_url=opened.url("answer-file", section, slot.code) if opened.editable else "",
        accept=_accept(slot.file_types),
        hint=" ".join(filter(None, said)),
        kinds=_kinds(here),
        errors=errors,
    )


def _accept(types: Iterable[FileType]) -> str:
    return ",".join(f".{kind}" for kind in types)


def _hint(types: Iterable[FileType], max_bytes: int) -> str:
    return _("%(kinds)s, at most %(most)s") % {
        "kinds": ", ".join(kind.upper() for kind in types),
        "most": size(max_bytes),
    }


def _kinds(here: Sequence[Attachment]) -> tuple[tuple[str, str], ...]:
    if not here:
        return ()
    replaced = tuple((str(one.uid), _("Replace %(name)s") % {"name": one.file.name}) for one in here)
    return (*replaced, ("", _("Keep it and add another")))


def _file(opened: Opened, attachment: Attachment) -> dict[str, object]:
    return {
        "name": attachment.file.name,
        "url": reverse("proposals:download", args=[attachment.uid]),
        "size": attachment.file.size_bytes,
        "at": attachment.added_at,
        "note": "SHA-256 " + attachment.file.sha256[:16],
        "remove_url": opened.url("remove-file", attachment.uid) if opened.editable else "",
    }
