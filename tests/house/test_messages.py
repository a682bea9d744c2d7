"""Every text a person may read has Korean; catalogues hold nothing unused."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from config import messages


def test_every_text_has_korean() -> None:
    assert messages.faults() == []


def test_one_english_text_has_one_korean_in_all_rooms_unless_a_context_parts_them() -> None:
    catalogues = {room: Catalog(locale="ko") for room in ("accounts", "contracts")}
    for room, korean in (("accounts", "계정"), ("contracts", "계좌")):
        catalogues[room].add("Account", korean)
        catalogues[room].add("Account", korean, context=room)
        catalogues[room].add("Region", "지역")
    assert messages.said_differently(catalogues) == [
        "said differently: 'Account': '계정' in accounts; '계좌' in contracts"
    ]


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("proposals/forms/budget.py", "proposals"),
        ("templates/proposals/detail.html", "proposals"),
        ("templates/base.html", "core"),
        ("templates/components/field.html", "core"),
        ("config/signin.py", "core"),
        ("templates/account/login.html", "accounts"),
    ],
)
def test_a_text_belongs_to_the_room_of_its_file(path: str, room: str) -> None:
    assert messages.room_of(Path(path)) == room


def test_texts_are_found_in_code_and_templates(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text(
        "from django.utils.translation import ngettext, pgettext\n"
        "_('Submit')\nngettext('one file', '%(n)s files', 2)\npgettext('verb', 'Close')\n"
    )
    page = tmp_path / "page.html"
    page.write_text(
        '{% translate "Find a call" %}{% blocktranslate trimmed %}\n  Closes on {{ day }}.\n{% endblocktranslate %}'
    )
    assert [(text, context) for _line, text, context in messages._texts(code)] == [
        ("Submit", None),
        (("one file", "%(n)s files"), None),
        ("Close", "verb"),
    ]
    assert [text for _line, text, _context in messages._texts(page)] == ["Find a call", "Closes on %(day)s."]
