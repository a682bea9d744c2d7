"""Files made to do harm: refused, or kept unopened and given back as bytes to save; quick, and in little memory."""

from __future__ import annotations

import io
import json
import struct
import time
import tracemalloc
import unicodedata
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from proposals.models import Attachment, Proposal
from tests.build_proposals import PDF, Team, a_draft, a_team
from tests.proposals.portal import at_the_clock, signed_in

pytestmark = pytest.mark.django_db
WITHIN = 5.0  # seconds for taking it in and giving it back
MEMORY = 100 * 1024 * 1024  # bytes
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
KINDS = ["pdf", "hwp", "hwpx", "docx", "xlsx", "jpg", "png"]


def zipped(**members: bytes) -> bytes:
    """An archive as a word processor makes it, with these members beside its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def bomb() -> bytes:
    """150 MB of nothing in less than a quarter of a megabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as member:
        for _ in range(150):
            member.write(bytes(1024 * 1024))
    return made.getvalue()


def nested() -> bytes:
    """Archives in archives, twenty deep."""
    content = zipped(text=b"x")
    for _ in range(20):
        content = zipped(**{"inner.zip": content})
    return content


def traversal() -> bytes:
    return zipped(**{"../../../../tmp/out.txt": b"out", "/etc/cron.d/out": b"out", "..\\..\\out.txt": b"out"})


def link() -> bytes:
    """An archive with a symbolic link to a file of the machine."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("word/document.xml")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


def polyglot() -> bytes:
    """A PDF that is a web page, too, and an archive at its end."""
    return PDF + b"<html><script>alert(document.cookie)</script></html>" + zipped(text=b"x")


def pixel_flood() -> bytes:
    """An image of a few bytes that says it is 65,000 by 65,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


@pytest.fixture
def team() -> Team:
    at_the_clock()
    return a_team()


def send(client: Client, proposal: Proposal, name: str, content: bytes) -> tuple[int, list[str]]:
    """Attach it over the API; the status and, refused, the codes."""
    upload = {"document": "other", "file": SimpleUploadedFile(name, content)}
    answer = client.post(f"/api/v1/proposals/{proposal.uid}/files", upload)
    said = json.loads(answer.content)
    return answer.status_code, [] if answer.status_code == 201 else [one["code"] for one in said["violations"]]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomb.docx", bomb),
        ("nested.hwpx", nested),
        ("traversal.xlsx", traversal),
        ("link.docx", link),
        ("polyglot.pdf", polyglot),
        ("flood.png", pixel_flood),
    ],
)
def test_a_hostile_file_is_never_opened_and_is_given_back_to_be_saved(
    team: Team, name: str, make: Callable[[], bytes]
) -> None:
    proposal, client, content = a_draft(team), signed_in(team.leader_user), make()
    client.get(f"/api/v1/proposals/{proposal.uid}/files")  # what a first request loads is not the file's cost
    tracemalloc.start()
    began = time.process_time()
    try:
        status, codes = send(client, proposal, name, content)
        assert (status, codes) == (201, [])
        (attachment,) = Attachment.objects.filter(proposal=proposal)
        answer = client.get(f"/api/v1/proposal-files/{attachment.uid}/content")
        given_back = answer.getvalue()
        took, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert given_back == content
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert took < WITHIN
    assert peak < MEMORY


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_with_a_script_comes_in_under_no_name(team: Team, kind: str) -> None:
    proposal, client = a_draft(team), signed_in(team.leader_user)
    assert send(client, proposal, "picture.svg", SVG) == (422, ["file.kind_not_allowed"])
    for content in (SVG, b'<?xml version="1.0"?>' + SVG, b"\xef\xbb\xbf" + SVG):
        assert send(client, proposal, f"picture.{kind}", content) == (422, ["file.content_is_not_its_kind"])
    assert not Attachment.objects.filter(proposal=proposal).exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("plan\u202efdp.pdf", "planfdp.pdf"),
        ("\u200fplan\u2066.pdf", "plan.pdf"),
        (unicodedata.normalize("NFD", "사업계획서.pdf"), "사업계획서.pdf"),
        ("plan\x00.exe.pdf", None),
        ("plan.pdf\x00.exe", None),
    ],
)
def test_a_name_that_deceives_is_made_plain_or_refused(team: Team, sent: str, kept: str | None) -> None:
    proposal, client = a_draft(team), signed_in(team.leader_user)
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{sent}"\r\n\r\n'.encode()
    document = b'\r\n--x\r\nContent-Disposition: form-data; name="document"\r\n\r\nother\r\n--x--\r\n'
    answer = client.post(
        f"/api/v1/proposals/{proposal.uid}/files", head + PDF + document, content_type="multipart/form-data; boundary=x"
    )
    names = [one.file.name for one in Attachment.objects.filter(proposal=proposal)]
    if kept is None and answer.status_code != 201:
        assert (answer.status_code, names) == (422, [])
    else:
        assert answer.status_code == 201
        assert names == [kept] if kept else all("\x00" not in name and name.endswith(".pdf") for name in names)
