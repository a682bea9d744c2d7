"""Sample texts for proposals: plain sentences with blanks, plainly no real application."""

from __future__ import annotations

from scenarios.plan.draws import Draw

TITLES = (
    ("{place} {sector} 공동연구 기반 구축", "Shared research base for {sector_en}, {place_en}"),
    ("{place} {sector} 기업 성장 지원", "Growth of {sector_en} firms, {place_en}"),
    ("{place} {sector} 산학협력 클러스터", "University and industry cluster for {sector_en}, {place_en}"),
    ("{place} {sector} 인력 양성과 취업 연계", "People and jobs for {sector_en}, {place_en}"),
    ("{place} {sector} 기술 사업화 촉진", "Bringing {sector_en} technology to market, {place_en}"),
    ("{place} {sector} 시험·인증 지원", "Testing and certification for {sector_en}, {place_en}"),
    ("{place} {sector} 공동 판로 개척", "Joint marketing for {sector_en}, {place_en}"),
    ("{place} {sector} 창업 생태계 조성", "A start-up community for {sector_en}, {place_en}"),
    ("{place} {sector} 공정 혁신", "Process innovation in {sector_en}, {place_en}"),
)
SECTORS_EN = {
    "정보통신": "information technology",
    "바이오": "bio-science",
    "기계·메카트로닉스": "mechatronics",
    "신소재": "new materials",
    "물류": "logistics",
    "농식품": "food and agriculture",
    "문화콘텐츠": "cultural content",
    "에너지·환경": "energy and environment",
}
MARK = "(표본 신청서입니다. 실제 신청 내용이 아닙니다.)"
SECTIONS: dict[str, tuple[str, ...]] = {
    "summary": (
        "{place} 지역의 {sector} 기업과 연구기관이 함께 쓰는 기반을 만듭니다.",
        "지역 기업의 애로 기술을 대학과 연구기관이 함께 풉니다.",
        "3년 동안 단계별로 추진하고 해마다 성과를 공개합니다.",
    ),
    "goal_fit": (
        "{sector} 분야는 {place} 지역의 산업 구조와 맞닿아 있습니다.",
        "클러스터의 목표를 먼저 정하고 필요한 기술을 골랐습니다.",
        "지역의 다른 사업과 겹치지 않도록 역할을 나누었습니다.",
    ),
    "technology": (
        "참여기관이 이미 가진 시제품과 장비에서 출발합니다.",
        "핵심 기술은 두 가지이며, 각각 담당 기관이 있습니다.",
        "기술의 수준은 시험 성적서로 확인합니다.",
    ),
    "cooperation": (
        "기관마다 맡은 일과 얻는 것을 협약에 적었습니다.",
        "매달 조정 회의를 열고 결정한 내용을 공유합니다.",
        "기업이 요구한 과제를 먼저 다룹니다.",
    ),
    "commercial": (
        "1차년도에 고객을 만나고 2차년도에 시제품을 내놓습니다.",
        "참여기업이 생산과 판매를 맡습니다.",
        "공동 상표와 판로를 함께 엽니다.",
    ),
    "capacity": (
        "주관기관은 비슷한 규모의 사업을 관리한 경험이 있습니다.",
        "회계 담당자를 두고 분기마다 점검합니다.",
        "사업비는 규정에 정한 한도 안에서 씁니다.",
    ),
}
OPINIONS = (
    "지역 산업 정책과 잘 맞습니다.",
    "참여기업의 의지가 높습니다.",
    "지역의 분담금을 확보했습니다.",
    "사업화 계획을 더 다듬을 필요가 있습니다.",
    "다른 사업과의 연계를 살펴보아야 합니다.",
)
CONTRIBUTIONS = ("시제품 생산", "시험 장비 제공", "현장 실습 운영", "시장 조사", "판로 개척", "기술 자문")


def title(number: int, *, sector: str, place_ko: str, place_en: str) -> tuple[str, str]:
    """A Korean and an English title; the number picks the pattern, and is named once all were used."""
    korean, english = TITLES[number % len(TITLES)]
    again = f" {number}" if number > len(TITLES) else ""
    return (
        korean.format(place=place_ko, sector=sector) + again,
        english.format(place_en=place_en, sector_en=SECTORS_EN.get(sector, sector)) + again,
    )


def sections(draw: Draw, *, sector: str, place_ko: str, summary: str = "") -> dict[str, str]:
    """A text for each section; a known summary stands first in its own."""
    found = {}
    for code, sentences in SECTIONS.items():
        chosen = draw.some(sentences, 2)
        first = [summary] if code == "summary" and summary else []
        text = " ".join([*first, *chosen]).format(place=place_ko, sector=sector)
        found[code] = f"{text} {MARK}" if code == "summary" else text
    return found
