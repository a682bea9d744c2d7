"""The gallery's pages: made-up values for every component, and small answers for the scripts to talk to."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from core.fields import CountedTextField, DateInput, WonField

NOW = datetime(2004, 4, 28, 0, 0, tzinfo=UTC)
CLOSES = datetime(2004, 4, 30, 9, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="과제명", max_length=100, help_text="사람들이 목록에서 읽을 이름입니다.")
    summary = CountedTextField(label="요약", max_length=200, rows=4)
    asked_krw = WonField(label="신청 금액", max_krw=3_000_000_000, help_text="국비만 적습니다.")
    starts_on = forms.DateField(label="시작일", widget=DateInput)
    field = forms.ChoiceField(label="분야", choices=[("", "선택"), ("it", "정보통신"), ("bt", "바이오")])
    kind = forms.ChoiceField(
        label="주관기관 유형",
        choices=[("u", "대학"), ("c", "기업")],
        widget=forms.RadioSelect,
        help_text="하나만 고릅니다.",
    )
    regions = forms.MultipleChoiceField(
        label="참여 지역",
        choices=[("25", "대전광역시"), ("33", "충청북도"), ("34", "충청남도")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="지침을 읽었습니다", help_text="지침은 공고에 있습니다.")
    document = forms.FileField(label="협약서", required=False)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html may get."""
    return {
        "nav": [
            {"url": "/", "label": "내 할 일", "current": request.path == "/"},
            {"url": "/calls/", "label": "공고", "current": request.path == "/calls/"},
            {"url": "/ranking/", "label": "지역 순위", "current": request.path == "/ranking/"},
            {"url": "/autosave/", "label": "신청서", "current": request.path == "/autosave/"},
        ],
        "sample_clock": {"now": NOW, "url": "/plain/"},
        "inbox_url": "/plain/",
        "inbox_count": 3,
        "user": SimpleNamespace(is_authenticated=True),
        "display_name": "김하나",
        "offices": "대전대학교 산학협력단",
    }


def page(request: HttpRequest) -> HttpResponse:
    """All components; with ?errors the form is refused."""
    form = SampleForm({"title": "", "asked_krw": "1.5", "kind": ""}) if "errors" in request.GET else SampleForm()
    pages = Paginator(range(200), 10)
    context = {
        **frame(request),
        "form": form,
        "closes": CLOSES,
        "now": NOW,
        "page": pages.page(int(request.GET.get("page", 4))),
        "breadcrumb": [{"label": "공고", "url": "/calls/"}, {"label": "2004년 지역혁신특성화사업"}],
        "tasks": [
            {"label": "기본 정보", "url": "/plain/", "status": "done", "by": "김하나", "at": NOW},
            {
                "label": "참여기관",
                "url": "/plain/",
                "status": "doing",
                "hint": "두 기관의 동의가 남았습니다.",
            },
            {"label": "예산", "url": "/plain/", "status": "error", "hint": "인건비가 한도를 넘었습니다."},
            {"label": "목표", "url": "/plain/", "status": "todo"},
            {"label": "참고 자료", "url": "/plain/", "status": "optional"},
            {"label": "제출", "status": "blocked", "hint": "위의 항목을 모두 마친 뒤에 할 수 있습니다."},
        ],
        "rows": [
            {"label": "과제명", "value": "대덕 바이오 소재 클러스터", "change_url": "/plain/"},
            {
                "label": "신청 금액",
                "value": "1,200,000,000원",
                "change_url": "/plain/",
                "was": "1,000,000,000원",
            },
            {"label": "공동연구기관", "value": "", "change_url": "/plain/"},
        ],
        "figures": [
            {"label": "신청", "value": "110", "unit": "건", "url": "/plain/"},
            {"label": "선정 팀", "value": "32", "unit": "개", "hint": "원 신청 43개"},
            {"label": "지급까지 걸린 날", "value": "152", "unit": "일"},
            {"label": "약정 금액", "value": "434", "unit": "억원"},
        ],
        "stages": [
            {"label": "작성 시작", "count": 164},
            {"label": "제출", "count": 110, "note": "마감 전 철회 4건"},
            {"label": "지역 추천", "count": 78},
            {"label": "선정", "count": 32},
        ],
        "bar_rows": [
            {"label": "대전광역시", "value": 4_200_000_000, "text": "42"},
            {"label": "충청북도", "value": 3_100_000_000, "text": "31"},
            {"label": "제주도", "value": 150_000_000, "text": "2"},
            {"label": "강원도", "value": 0, "text": "0"},
        ],
        "steps": [
            {"label": "작성", "state": "done"},
            {"label": "제출", "state": "done"},
            {"label": "지역 순위", "state": "current"},
            {"label": "심사", "state": "todo"},
            {"label": "협약", "state": "todo"},
        ],
        "tabs": [
            {"label": "개요", "url": "/", "current": True},
            {"label": "신청서", "url": "/plain/", "count": 110},
            {"label": "이력", "url": "/plain/"},
        ],
        "events": [
            {
                "at": CLOSES,
                "text": "신청서를 접수했습니다.",
                "by": "대전대학교 산학협력단 박기관",
                "url": "/plain/",
            },
            {"at": NOW, "text": "예산을 고쳤습니다.", "by": "김하나", "detail": "인건비 19.8%"},
        ],
        "files": [
            {
                "name": "컨소시엄 협약서.pdf",
                "url": "/plain/",
                "size": 1_234_567,
                "at": NOW,
                "by": "김하나",
                "remove_url": "/plain/",
            },
        ],
        "chips": [{"label": "대전광역시", "url": "/plain/"}, {"label": "제출됨", "url": "/plain/"}],
        "bulk": [
            {"name": "act", "value": "assign", "label": "배정"},
            {"name": "act", "value": "tell", "label": "알림 보내기"},
        ],
        "errors": [{"text": "마감 시각이 지났습니다."}] if "errors" in request.GET else [],
    }
    return render(request, "gallery/page.html", context)


def ranking(request: HttpRequest) -> HttpResponse:
    """Six proposals to put in order."""
    items = [
        {
            "uid": f"p{number}",
            "name": f"{number}번 과제: 지역 소재 산업 혁신",
            "detail": "대전대학교 · 12억원",
            "rank": number,
        }
        for number in range(1, 7)
    ]
    return render(request, "gallery/ranking.html", {**frame(request), "items": items})


def choosing(request: HttpRequest) -> HttpResponse:
    """Two rows, both chosen."""
    return render(request, "gallery/choosing.html", {**frame(request), "rows": ["가", "나"]})


def autosave(request: HttpRequest) -> HttpResponse:
    """A form that is saved as typed, with a budget grid."""
    return render(request, "gallery/autosave.html", {**frame(request), "form": SampleForm(), "years": [1, 2, 3]})


def save(request: HttpRequest) -> HttpResponse:
    """Answers as asked for by the title: stored, changed by another, or signed out."""
    title = request.POST.get("title", "")
    if title == "conflict" and request.headers.get("If-Match") == '"1"':
        return JsonResponse({"version": "7", "current": {"title": "남이 쓴 과제명"}}, status=412)
    if title == "signed out":
        return HttpResponseRedirect("/plain/")
    return JsonResponse({"version": "2", "errors": {}})


def upload(request: HttpRequest) -> HttpResponse:
    """Refuses a file whose name says so."""
    if [file.name for file in request.FILES.getlist("file")] == ["bad.exe"]:
        return JsonResponse({"detail": "실행 파일은 받지 않습니다."}, status=422)
    return HttpResponseRedirect("/plain/")


def plain(request: HttpRequest) -> HttpResponse:
    """A page with nothing on it, to arrive at."""
    return render(request, "gallery/plain.html", frame(request))
