"""Stored files and the checks they pass before they are kept."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

import filetype
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from core.models import StoredFile
from core.refusals import RuleBroken, Violation, refuse_if

MEDIA_TYPES = {
    "pdf": ("application/pdf", frozenset({"application/pdf"})),
    "png": ("image/png", frozenset({"image/png"})),
    "jpg": ("image/jpeg", frozenset({"image/jpeg"})),
    "jpeg": ("image/jpeg", frozenset({"image/jpeg"})),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        frozenset({"application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}),
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        frozenset({"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}),
    ),
    "hwp": ("application/x-hwp", frozenset({"application/x-ole-storage", "application/msword"})),
    "hwpx": ("application/hwp+zip", frozenset({"application/zip", "application/epub+zip"})),
}
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 8_192
FORBIDDEN_IN_NAMES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """The file's own name in NFC, without folders, control or direction marks, at most 200 characters."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", last)
        if unicodedata.category(character) not in FORBIDDEN_IN_NAMES
    ).strip(" .")
    if len(kept) > 200:
        stem, dot, extension = kept.rpartition(".")
        kept = f"{stem[: 199 - len(extension)]}{dot}{extension}" if dot else kept[:200]
    return kept


def has_path(name: str) -> bool:
    """Whether a name tries to say where to put the file."""
    return "/" in name or "\\" in name or "\x00" in name


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def upload_violations(
    *, name: str, size_bytes: int, head: bytes, allowed: Iterable[str], max_bytes: int
) -> list[Violation]:
    """Why this upload can't be kept. `allowed` are extensions; `head` the first bytes of the content."""
    allowed = sorted(allowed)
    found = []
    if has_path(name) or not clean_name(name):
        found.append(Violation("file.name_not_plain", {"name": clean_name(name) or "?"}, field="file"))
    if size_bytes <= 0:
        found.append(Violation("file.empty", {}, field="file"))
    if size_bytes > max_bytes:
        found.append(Violation("file.too_large", {"size_bytes": size_bytes, "max_bytes": max_bytes}, field="file"))
    extension = extension_of(clean_name(name))
    if extension not in allowed:
        found.append(
            Violation("file.kind_not_allowed", {"kind": extension, "allowed": ", ".join(allowed)}, field="file")
        )
    elif size_bytes > 0 and not _content_fits(extension, head):
        found.append(Violation("file.content_is_not_its_kind", {"kind": extension}, field="file"))
    return found


def _content_fits(extension: str, head: bytes) -> bool:
    if extension not in MEDIA_TYPES:
        return False
    if head.startswith(OLE_MAGIC):
        return extension == "hwp"
    guess = filetype.guess(head)
    return guess is not None and guess.mime in MEDIA_TYPES[extension][1]


def store_upload(
    upload: UploadedFile[bytes],
    *,
    allowed: Iterable[str],
    max_bytes: int,
    by: int,
    at: datetime,
    ministry_id: int | None = None,
    region_id: int | None = None,
    organization_ids: Iterable[int] = (),
) -> StoredFile:
    """Check an upload and keep it. Raises RuleBroken with every fault (`file.*`)."""
    name, size = upload_name(upload), upload.size or 0
    head = upload.read(HEAD_BYTES)
    upload.seek(0)
    refuse_if(upload_violations(name=name, size_bytes=size, head=head, allowed=allowed, max_bytes=max_bytes))
    stored = StoredFile(
        name=clean_name(name),
        media_type=MEDIA_TYPES[extension_of(clean_name(name))][0],
        size_bytes=size,
        sha256=_sha256(upload),
        uploaded_at=at,
        uploaded_by=by,
        ministry_id=ministry_id,
        region_id=region_id,
        organization_ids=sorted(set(organization_ids)),
    )
    upload.seek(0)
    try:
        stored.content.save(stored.name, File(upload), save=False)
    except OSError as problem:
        raise RuleBroken.because("file.not_stored", field="file") from problem
    StoredFile.objects.bulk_create([stored])
    return stored


def store_made(path: Path, *, name: str, media_type: str, owner_id: int, at: datetime) -> StoredFile:
    """Keep a file that we have made for one user, who alone may see it."""
    with path.open("rb") as content:
        stored = StoredFile(
            name=clean_name(name),
            media_type=media_type,
            size_bytes=path.stat().st_size,
            sha256=_sha256(content),
            uploaded_at=at,
            uploaded_by=owner_id,
        )
        content.seek(0)
        stored.content.save(stored.name, File(content), save=False)
    StoredFile.objects.bulk_create([stored])
    return stored


def upload_name(upload: UploadedFile[bytes]) -> str:
    """The name as it was sent: Django keeps only the last part, so a path in it is read from where it was kept."""
    return str(getattr(upload, "sent_name", None) or upload.name or "")


def _sha256(content: UploadedFile[bytes] | IO[bytes]) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while block := content.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
