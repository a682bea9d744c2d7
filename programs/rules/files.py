"""The files that go with a call's guideline."""

from __future__ import annotations

from collections.abc import Iterator

from core.refusals import Violation

MAX_FILES = 20
TITLE_LENGTH = 120
CALL_FILE_TYPES = ("pdf", "hwp", "hwpx", "docx", "xlsx", "jpg", "png")
CALL_FILE_BYTES = 31_457_280
"""30 MiB, as for most documents of the presets."""


def file_violations(title_ko: str, title_en: str, *, files_before: int) -> Iterator[Violation]:
    """Why a file can't go with a guideline, where so many others do; the upload itself is looked at apart."""
    if not title_ko.strip():
        yield Violation("program.text_missing", {}, field="title_ko")
    for name, text in (("title_ko", title_ko), ("title_en", title_en)):
        if len(text) > TITLE_LENGTH:
            yield Violation("program.text_too_long", {"length": len(text), "maximum": TITLE_LENGTH}, field=name)
    if files_before >= MAX_FILES:
        yield Violation("call.too_many_files", {"maximum": MAX_FILES}, field="file")
