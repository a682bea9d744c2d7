"""The scripts, by keyboard and mouse: each only makes easier what its page can do without it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens

pytestmark = pytest.mark.browser

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


def _amount(page: Page, name: str) -> str:
    return page.locator(f'input[name="{name}"]').input_value()


def test_the_grid_sums_and_judges_shares_while_amounts_are_typed(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/autosave/")
    share = page.locator("[data-share]")

    expect(page.locator('[data-sum=""]')).to_have_text("300,000,000")
    expect(share.locator("[data-share-text]")).to_have_text("10%")
    page.locator('input[name="salaries-1"]').fill("47,500,001")

    expect(page.locator('[data-sum="category:salaries"]')).to_have_text("67,500,001")
    expect(share.locator("[data-share-text]")).to_have_text("20%")
    expect(share).to_have_class("share is-over")
    expect(share.locator("[data-share-verdict]")).to_have_text("한도 초과")


def test_arrow_keys_walk_the_grid(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/autosave/")
    page.locator('input[name="salaries-1"]').click()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")

    assert page.evaluate("() => document.activeElement.name") == "salaries-2"


def test_cells_of_a_spreadsheet_are_pasted_where_they_belong(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/autosave/")
    page.locator('input[name="salaries-1"]').click()

    page.evaluate(PASTE, "1,000\t2000\n₩3,000\t4000\t5\n")

    amounts = [_amount(page, name) for name in ("salaries-1", "salaries-2", "equipment-1", "equipment-3")]
    assert amounts == ["1,000", "2,000", "3,000", "5"]
    expect(page.locator('[data-sum=""]')).to_have_text("10,010,005")


def test_the_ranking_moves_by_button_and_number_and_says_so(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/ranking/")
    names = page.locator(".ranking-name > span")

    page.locator("[data-ranking-down]").first.press("Enter")
    expect(names.nth(1)).to_have_text("1번 과제: 지역 소재 산업 혁신")
    expect(page.locator("[data-ranking-live]")).to_have_text("1번 과제: 지역 소재 산업 혁신: 전체 6건 중 2위")
    assert _amount(page, "rank-p1") == "2"

    page.locator('input[name="rank-p6"]').fill("1")
    page.keyboard.press("Tab")
    expect(names.first).to_have_text("6번 과제: 지역 소재 산업 혁신")
    ranks = [_amount(page, f"rank-p{number}") for number in range(1, 7)]
    assert sorted(ranks) == ["1", "2", "3", "4", "5", "6"]


def test_the_ranking_moves_by_dragging(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/ranking/")

    handles = page.locator("[data-ranking-handle]")
    handles.nth(0).drag_to(handles.nth(2))

    assert _amount(page, "rank-p1") == "3"


def test_a_dialog_asks_and_gives_the_focus_back(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/")
    opener = page.get_by_role("button", name="신청 철회")

    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="신청을 철회할까요?")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_words_are_saved_as_typed(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/autosave/")

    page.locator("#id_title").fill("대덕 바이오")

    expect(page.locator("[data-autosave-line]")).to_contain_text("저장됨")
    assert page.locator("form[data-autosave]").get_attribute("data-autosave-version") == "2"
    assert page.evaluate("() => localStorage.length") == 0


def test_a_conflict_shows_both_texts_and_either_can_be_kept(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/autosave/")

    page.locator("#id_title").fill("conflict")
    detail = page.locator("[data-autosave-detail]")
    expect(detail).to_contain_text("남이 쓴 과제명")
    expect(detail).to_contain_text("conflict")
    page.get_by_role("button", name="저장된 내용 사용").click()

    expect(page.locator("#id_title")).to_have_value("남이 쓴 과제명")
    expect(page.locator("[data-autosave-line]")).to_contain_text("저장됨")


def test_words_outlive_a_session_that_ended(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/autosave/")

    page.locator("#id_title").fill("signed out")
    expect(page.locator("[data-autosave-line]")).to_contain_text("로그아웃되었습니다")
    page.goto(f"{gallery}/autosave/")

    expect(page.locator("#id_title")).to_have_value("signed out")
    expect(page.locator("[data-autosave-line]")).to_contain_text("다시 채웠습니다")


def test_an_upload_is_refused_in_words_and_may_be_repeated(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/")
    field = page.locator(".upload input[type=file]")

    field.set_input_files({"name": "bad.exe", "mimeType": "application/pdf", "buffer": b"MZ"})
    page.get_by_role("button", name="올리기").click()
    expect(page.locator("[data-upload-status]")).to_have_text("실행 파일은 받지 않습니다.")
    field.set_input_files({"name": "good.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    page.get_by_role("button", name="올리기").click()

    page.wait_for_url(f"{gallery}/plain/")


def test_a_second_click_sends_nothing_and_a_retry_is_not_blocked(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/ranking/")
    methods: list[str] = []
    page.on("request", lambda request: methods.append(request.method))

    page.get_by_role("button", name="순위 저장").dblclick(no_wait_after=True)
    page.wait_for_url(f"{gallery}/plain/")
    page.go_back()
    page.get_by_role("button", name="순위 저장").click()
    page.wait_for_url(f"{gallery}/plain/")

    assert methods.count("POST") == 2


def test_letters_left_are_counted(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/")

    page.locator("#id_summary").fill("가" * 201)

    expect(page.locator("[data-count-line]").first).to_have_text("1자 초과")


def test_chosen_rows_are_counted(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/")

    page.get_by_label("바이오 소재 선택").check()

    expect(page.locator("[data-bulk-count]")).to_have_text("1개 선택")


def test_one_button_chooses_no_row_or_all(opens: Opens, gallery: str) -> None:
    page = opens(f"{gallery}/choosing/")
    rows, line = page.get_by_role("checkbox"), page.locator("[data-bulk-count]")
    expect(line).to_have_text("2개 선택")

    page.get_by_role("button", name="선택 해제").click()
    expect(line).to_have_text("표시한 줄이 선택됩니다.")
    expect(rows.first).not_to_be_checked()

    page.get_by_role("button", name="모두 선택").click()
    expect(rows.last).to_be_checked()
    expect(line).to_have_text("2개 선택")


@pytest.mark.parametrize(("width", "fetched"), [(390, False), (1280, True)])
def test_a_phone_fetches_no_style_sheet_of_the_font(opens: Opens, gallery: str, width: int, fetched: bool) -> None:
    page = opens(f"{gallery}/autosave/", width=width)
    page.wait_for_load_state("networkidle")
    names = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    assert any("css/baro" in name for name in names)
    assert any("css/font" in name for name in names) == fetched
