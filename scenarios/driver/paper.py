"""A sheet of paper: the smallest PDF that a reader opens, plainly marked as a sample."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile


def sheet(name: str, *lines: str) -> SimpleUploadedFile:
    """A PDF of one page with these lines (ASCII) under the words "Sample document"."""
    return SimpleUploadedFile(name, pdf("Sample document", *lines), content_type="application/pdf")


def pdf(*lines: str) -> bytes:
    """The bytes of a one-page PDF, the same for the same lines."""
    shown = "".join(f"({_escaped(line)}) Tj 0 -24 Td " for line in lines)
    text = f"BT /F1 16 Tf 72 760 Td {shown}ET".encode("ascii", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(body))
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
