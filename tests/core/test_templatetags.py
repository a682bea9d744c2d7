"""How amounts, moments, fields and charts look, in both languages."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import charts, formats
from core.fields import CountedTextField, DateInput, DateTimeInput, WonField
from core.templatetags import baro

CLOSES = datetime(2004, 4, 30, 9, 0, tzinfo=UTC)  # 18:00 in Seoul


def render(text: str, **context: object) -> str:
    return Template("{% load baro %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("", "1,234,567,890원"),
        ("won", "1,234,567,890"),
        ("thousand", "1,234,568"),
        ("million", "1,235"),
        ("hundred_million", "12"),
    ],
)
def test_won_are_shown_in_the_unit_of_the_table(unit: str, shown: str) -> None:
    with translation.override("ko"):
        assert baro.krw(1_234_567_890, unit) == shown


def test_won_in_english_and_no_amount() -> None:
    with translation.override("en"):
        assert baro.krw(1_000) == "KRW 1,000"
    assert baro.krw(None) == ""


@given(st.integers(-(10**18), 10**18), st.sampled_from(formats.WonUnit))
def test_a_rounded_amount_is_at_most_half_a_unit_off(amount_krw: int, unit: formats.WonUnit) -> None:
    size = formats.UNIT_SIZE[unit]
    off = abs(formats.in_unit(amount_krw, unit) * size - amount_krw)
    assert off * 2 <= size
    assert formats.in_unit(-amount_krw, unit) == -formats.in_unit(amount_krw, unit)


def test_a_unit_is_named_in_the_caption() -> None:
    with translation.override("ko"):
        assert render('{% krw_unit "thousand" %}') == "단위: 천원"
    with pytest.raises(ValueError, match="yen"):
        baro.krw_unit("yen")


@pytest.mark.parametrize(
    ("rate_bp", "shown"), [(0, "0%"), (999, "9.99%"), (1000, "10%"), (2001, "20.01%"), (50, "0.5%"), (None, "")]
)
def test_rates_are_shown_without_needless_zeros(rate_bp: int | None, shown: str) -> None:
    assert baro.percent_bp(rate_bp) == shown


def test_moments_are_shown_in_seoul() -> None:
    with translation.override("ko"):
        assert baro.seoul(CLOSES) == "2004년 4월 30일 18:00"
        assert baro.seoul_date(datetime(2004, 4, 30, 15, 0, tzinfo=UTC)) == "2004년 5월 1일"
    with translation.override("en"):
        assert baro.seoul(CLOSES) == "30 Apr 2004, 18:00"
        assert baro.seoul_date(date(2004, 5, 1)) == "1 May 2004"
    assert baro.seoul_time(CLOSES) == "18:00"
    assert baro.seoul(None) == baro.seoul_date(None) == baro.seoul_time(None) == ""
    assert baro.seoul("soon") == "soon"


@pytest.mark.parametrize(
    ("at", "korean", "english"),
    [
        (datetime(2004, 4, 28, 0, 0, tzinfo=UTC), "2일 남음", "2 days left"),
        (datetime(2004, 4, 28, 15, 0, tzinfo=UTC), "1일 남음", "1 day left"),
        (datetime(2004, 4, 29, 15, 0, tzinfo=UTC), "오늘 마감", "Closes today"),
        (CLOSES, "마감됨", "Closed"),
    ],
)
def test_days_left_are_days_of_seoul_and_the_end_is_outside(at: datetime, korean: str, english: str) -> None:
    with translation.override("ko"):
        assert baro.days_left(CLOSES, at) == korean
    with translation.override("en"):
        assert baro.days_left(CLOSES, at) == english
    assert baro.days_left(None, at) == ""


def test_a_text_is_shown_in_the_readers_language_or_marked() -> None:
    both = SimpleNamespace(title_ko="사업", title_en="Programme")
    korean_only = {"title_ko": "<사업>", "title_en": ""}
    with translation.override("ko"):
        assert baro.in_language(both, "title") == "사업"
    with translation.override("en"):
        assert baro.in_language(both, "title") == "Programme"
        assert baro.in_language(korean_only, "title") == "<사업>"
        assert baro.in_language(korean_only, "title", mark=True) == '<span lang="ko">&lt;사업&gt;</span>'
        shortened = Template("{% load baro %}{% in_language row 'title' mark=True chars=12 %}")
        assert shortened.render(Context({"row": {"title_en": "Daejeon's agency"}})) == "Daejeon&#x27;s a…"


def test_a_status_tag_is_words_in_a_tone() -> None:
    assert render('{% status_tag "success" label %}', label="<선정>") == (
        '<span class="krds-badge bg-light-success">&lt;선정&gt;</span>'
    )
    with pytest.raises(KeyError):
        baro.status_tag("purple", "?")


def test_a_query_keeps_what_is_not_changed() -> None:
    request = RequestFactory().get("/", {"q": "바이오", "page": "2", "region": ["25", "33"]})
    context = Context({"request": request})
    shown = Template("{% load baro %}{% query_with page=3 q=None %}").render(context)
    assert shown == "?region=25&amp;region=33&amp;page=3"


def test_a_table_names_its_unit_and_can_be_reached_by_keyboard() -> None:
    with translation.override("ko"):
        shown = render('{% table "예산" unit="won" grid=True id="budget" %}<tbody></tbody>{% endtable %}')
    assert 'role="region" tabindex="0" aria-labelledby="budget"' in shown
    assert "(단위: 원)" in shown
    assert "data-grid" in shown


def test_a_notice_holds_what_is_inside_it() -> None:
    shown = render('{% notice "warning" "제목" %}<p>내용</p>{% endnotice %}')
    assert '<div class="notice warning"><p class="notice-title">제목</p><p>내용</p></div>' in shown


def test_a_funnel_narrows_to_the_next_stage() -> None:
    first, last = charts.funnel_steps([{"label": "신청", "count": 100}, {"label": "선정", "count": 25}])
    assert (first.points, first.share_bp) == ("0.00,0 100.00,0 62.50,12 37.50,12", None)
    assert (last.points, last.share_bp) == ("37.50,0 62.50,0 62.50,12 37.50,12", 2500)
    assert "25%" in render(
        '{% funnel stages "흐름" %}', stages=[{"label": "a", "count": 4}, {"label": "b", "count": 1}]
    )


@given(st.lists(st.integers(0, 10**15), max_size=20))
def test_no_shape_leaves_its_chart(counts: list[int]) -> None:
    rows = [{"label": "", "value": count, "count": count} for count in counts]
    assert all(0 <= bar.length <= charts.WIDTH for bar in charts.bars(rows))
    for step in charts.funnel_steps(rows):
        corners = [float(corner.split(",")[0]) for corner in step.points.split()]
        assert all(0 <= x <= charts.WIDTH for x in corners)


class SampleForm(forms.Form):
    """One field of each kind that the templates draw in their own way."""

    asked_krw = WonField(label="금액", help_text="국비", max_krw=100)
    summary = CountedTextField(label="요약", max_length=3, required=False)
    kind = forms.ChoiceField(label="유형", choices=[("u", "대학")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="동의")
    on = forms.DateField(widget=DateInput, required=False)
    at = forms.DateTimeField(widget=DateTimeInput, required=False)


@pytest.mark.parametrize(
    ("typed", "amount_krw"),
    [("1,000,000", 1_000_000), (" 1000000원 ", 1_000_000), ("１２３", 123), ("0", 0)],
)
def test_whole_won_are_read_as_people_write_them(typed: str, amount_krw: int) -> None:
    assert WonField().clean(typed) == amount_krw


@pytest.mark.parametrize("typed", ["1.5", "1,000.0", "천원", "-1", "1e6", "9" * 19, "", None])
def test_anything_but_whole_won_is_refused(typed: str | None) -> None:
    with pytest.raises(forms.ValidationError):
        WonField().clean(typed)


def test_an_amount_is_changed_by_its_value_not_its_commas() -> None:
    assert not WonField().has_changed(1_000, "1,000")
    assert WonField().has_changed(1_000, "1,001")
    assert WonField().has_changed(1_000, "many")


def test_an_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    shown = str(SampleForm({"asked_krw": "1.5", "summary": "가나다라"}))
    assert 'aria-describedby="id_asked_krw_helptext id_asked_krw_error"' in shown
    assert 'id="id_asked_krw_helptext"' in shown
    assert 'id="id_asked_krw_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="1.5"' in shown
    assert 'id="id_summary_error"' in shown


def test_a_choice_is_a_fieldset_with_its_legend_and_labels() -> None:
    shown = SampleForm()["kind"].as_field_group()
    assert "<legend" in shown
    assert '<label for="id_kind_0">대학</label>' in shown


def test_dates_are_given_to_the_browser_in_its_own_format() -> None:
    form = SampleForm(initial={"on": date(2004, 4, 30), "at": datetime(2004, 4, 30, 18, 0)})  # noqa: DTZ001 Django renders local time
    assert 'type="date" name="on" value="2004-04-30"' in str(form["on"])
    assert 'type="datetime-local" name="at" value="2004-04-30T18:00"' in str(form["at"])


def test_an_amount_is_shown_with_separators_and_a_unit() -> None:
    shown = str(SampleForm(initial={"asked_krw": 1_000})["asked_krw"])
    assert 'value="1,000"' in shown
    assert 'inputmode="numeric"' in shown
