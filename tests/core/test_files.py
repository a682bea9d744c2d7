"""What may be kept as a file, and under which name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files import clean_name, has_path, upload_violations

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
ZIP = b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 100
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def codes(name: str, head: bytes = PDF, size: int = 1_000, allowed: tuple[str, ...] = ("pdf",)) -> list[str]:
    found = upload_violations(name=name, size_bytes=size, head=head, allowed=allowed, max_bytes=10_000)
    return [violation.code for violation in found]


def test_a_plain_pdf_passes() -> None:
    assert codes("plan.pdf") == []
    assert codes("계획서 2004.PDF") == []


@pytest.mark.parametrize("name", ["../plan.pdf", "/etc/plan.pdf", "C:\\plan.pdf", "a/b.pdf", "x\x00.pdf"])
def test_a_name_with_a_path_is_refused(name: str) -> None:
    assert "file.name_not_plain" in codes(name)


def test_a_file_of_two_gigabytes_is_refused() -> None:
    assert codes("plan.pdf", size=2 * 1024**3) == ["file.too_large"]


def test_an_empty_file_is_refused() -> None:
    assert codes("plan.pdf", head=b"", size=0) == ["file.empty"]


@pytest.mark.parametrize("name", ["plan.exe", "plan.pdf.exe", "plan", "plan.svg", "plan.html"])
def test_a_kind_that_is_not_asked_for_is_refused(name: str) -> None:
    assert codes(name) == ["file.kind_not_allowed"]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("plan.pdf", b"<html><script>"),
        ("plan.pdf", ZIP),
        ("plan.pdf", b"MZ" + b"\x00" * 100),
        ("plan.docx", PDF),
        ("plan.docx", OLE),
    ],
)
def test_a_content_that_is_not_what_the_name_says_is_refused(name: str, head: bytes) -> None:
    assert codes(name, head=head, allowed=("pdf", "docx")) == ["file.content_is_not_its_kind"]


def test_hangul_word_processor_files_are_known() -> None:
    assert codes("plan.hwp", head=OLE, allowed=("hwp",)) == []
    assert codes("plan.hwpx", head=ZIP, allowed=("hwpx",)) == []


@given(st.text(max_size=300))
def test_a_clean_name_is_plain_short_and_composed(name: str) -> None:
    clean = clean_name(name)
    assert not has_path(clean)
    assert len(clean) <= 200
    assert clean == unicodedata.normalize("NFC", clean)
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} for character in clean)


def test_a_mark_that_turns_the_direction_of_reading_is_taken_out() -> None:
    assert clean_name("plan\u202efdp.exe") == "planfdp.exe"


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("가" * 300 + ".pdf").endswith(".pdf")
    assert len(clean_name("가" * 300 + ".pdf")) == 200
