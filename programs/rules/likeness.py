"""How alike two programmes are: by whom they are for, where, what money may be spent on, what they count, and by text.

Pure. Each part is a degree in basis points with what both have in common, or unknown where one of the two says nothing
of it. No source tells how much each part should count: weights, threshold and the rest of the numbers here are assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product

from rapidfuzz import fuzz, process

from core.likeness import likeness
from core.money import WHOLE_BP
from programs.policy import Budget, Eligibility, Pay, PayRules, Regions

WEIGHTS_BP: Mapping[str, int] = {
    "target_group": 2_000,
    "region": 1_000,
    "cost": 1_000,
    "outcome": 2_500,
    "sectors": 1_500,
    "text": 2_000,
}
"""What each part counts (assumed). Outcome most: the same result is paid for twice. Region and cost least: most
programmes are for every region and pay for the same kinds of things."""
OVERLAP_FROM_BP = 6_000
"""Two programmes that are so much alike in all count as an overlap (assumed)."""
KNOWN_FROM_BP = 6_000
"""So much of the weights must be known of both, else what little they say proves nothing (assumed)."""
SAME_NAME = 0.6
"""So much alike are the names of two things that are counted, in the same unit, for them to be the same (assumed)."""
SAME_WORD = 80
"""Of a hundred: so much alike are two words that are one with other endings (assumed)."""
WORDS_SHOWN = 8
RUNS = {"ko": 2, "en": 4}
"""Letters of the runs that texts are compared by: two syllables of Hangul, four letters of Latin."""
WORD_FROM = {"ko": 2, "en": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something that a programme counts."""

    code: str
    name_ko: str
    name_en: str = ""
    unit_ko: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What the rules say of whom, where and what for; None where they say nothing (yet).

    `costs` are the kinds of cost that may be borne, each with the highest share of a budget that it may take.
    """

    lead: frozenset[str] | None = None
    partner: frozenset[str] | None = None
    paid: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    costs: tuple[tuple[str, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What of a programme is compared."""

    name_ko: str
    name_en: str = ""
    goal_ko: str = ""
    goal_en: str = ""
    legal_reference: str = ""
    sectors: tuple[str, ...] = ()
    counted: tuple[Counted, ...] = ()
    ruled: Ruled = field(default_factory=Ruled)

    def text(self, language: str) -> str:
        """Name, goal and legal reference; empty where the programme does not say its goal in English."""
        if language == "en":
            return "\n".join((self.name_en, self.goal_en, self.legal_reference)) if self.goal_en else ""
        return "\n".join((self.name_ko, self.goal_ko, self.legal_reference)) if self.name_ko or self.goal_ko else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing that both have: the code of a lead, partner, paid, region or cost; a measure, sector or word itself."""

    what: str
    name_ko: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One way in which two programmes may be alike: from 0 to 10,000; None where one of them says nothing of it."""

    name: str
    degree_bp: int | None
    shared: tuple[Shared, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """All parts, in the order of `WEIGHTS_BP`, and what they come to."""

    parts: tuple[Part, ...]

    @property
    def known_bp(self) -> int:
        """How much of the weights is of parts that are known of both."""
        return sum(WEIGHTS_BP[part.name] for part in self.parts if part.degree_bp is not None)

    @property
    def total_bp(self) -> int:
        """The mean of what is known, by weight; 0 where nothing is."""
        weighed = sum(WEIGHTS_BP[part.name] * part.degree_bp for part in self.parts if part.degree_bp is not None)
        return weighed // self.known_bp if self.known_bp else 0

    @property
    def text_bp(self) -> int:
        return self.part("text").degree_bp or 0

    @property
    def is_overlap(self) -> bool:
        """Whether it is worth a ministry's time."""
        return self.total_bp >= OVERLAP_FROM_BP and self.known_bp >= KNOWN_FROM_BP

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)


def ruled_by(
    eligibility: Eligibility | None,
    regions: Regions | None,
    budget: Budget | None,
    pay: PayRules | None,
    *,
    every_region: Collection[str],
    regions_known: bool = True,
) -> Ruled:
    """What these clauses say; a clause that is missing or can't be read yet says nothing.

    `every_region` are the codes of all regions. `regions_known` is False where the group on regions can't be read.
    """
    lead = where = None
    if eligibility is not None and regions_known:
        only = every_region if regions is None else regions.only
        where = frozenset(only).intersection(every_region).difference(eligibility.excluded_regions)
    if eligibility is not None:
        lead = frozenset(kind.value for kind in eligibility.lead_kinds)
    return Ruled(
        lead=lead,
        partner=frozenset(kind.value for kind in eligibility.partner_kinds) if eligibility else None,
        paid=frozenset(rule.code for rule in pay.rules if rule.pay is not Pay.EXPENSES_ONLY) if pay else None,
        regions=where,
        costs=_costs(budget) if budget else None,
    )


def _costs(budget: Budget) -> tuple[tuple[str, int], ...]:
    """The highest share of each kind of cost: of several categories of a kind together, at most the whole."""
    found: dict[str, int] = {}
    for category in budget.categories:
        share = WHOLE_BP if category.cap_bp is None else category.cap_bp
        found[category.kind.value] = min(WHOLE_BP, found.get(category.kind.value, 0) + share)
    return tuple(sorted(found.items()))


@lru_cache(maxsize=10_000)
def compared(own: Profile, other: Profile) -> Likeness:
    """How alike two programmes are: the same both ways, but for the side whose names and words are told.

    Programmes seldom change: what was found once is kept by the process.
    """
    return Likeness(
        (
            _target_group(own.ruled, other.ruled),
            _sets("region", own.ruled.regions, other.ruled.regions),
            _cost(own.ruled, other.ruled),
            _outcome(own.counted, other.counted),
            _sectors(own.sectors, other.sectors),
            _text(own, other),
        )
    )


def _target_group(own: Ruled, other: Ruled) -> Part:
    """Half by who may lead, a quarter each by who may join and by which people may be paid."""
    weighed, known = 0, 0
    shared: list[Shared] = []
    for what, weight in (("lead", 2), ("partner", 1), ("paid", 1)):
        part = _sets(what, getattr(own, what), getattr(other, what))
        if part.degree_bp is not None:
            weighed, known = weighed + weight * part.degree_bp, known + weight
            shared += part.shared
    return Part("target_group", weighed // known if known else None, tuple(shared))


def _sets(name: str, own: Collection[str] | None, other: Collection[str] | None) -> Part:
    """What both have, of what either has (Jaccard); unknown where one has nothing at all."""
    if not own or not other:
        return Part(name, None)
    both = set(own) & set(other)
    degree = len(both) * WHOLE_BP // len({*own, *other})
    return Part(name, degree, tuple(Shared(what=name, name_ko=one) for one in sorted(both)))


def _cost(own: Ruled, other: Ruled) -> Part:
    """Of each kind of cost the smaller of both shares, over the larger ones."""
    mine, its = dict(own.costs or ()), dict(other.costs or ())
    if not mine or not its:
        return Part("cost", None)
    kinds = sorted({*mine, *its})
    smaller = sum(min(mine.get(kind, 0), its.get(kind, 0)) for kind in kinds)
    larger = sum(max(mine.get(kind, 0), its.get(kind, 0)) for kind in kinds)
    shared = tuple(Shared(what="cost", name_ko=kind) for kind in kinds if mine.get(kind) and its.get(kind))
    return Part("cost", smaller * WHOLE_BP // larger if larger else None, shared)


def _outcome(own: Collection[Counted], other: Collection[Counted]) -> Part:
    """The things that both count, of all that either counts; by code, else by unit and name. Each is matched once."""
    if not own or not other:
        return Part("outcome", None)
    pairs = sorted(_same(own, other), key=lambda pair: (-pair[0], sorted((pair[1].code, pair[2].code))))
    taken: dict[str, Counted] = {}
    others: set[str] = set()
    for _, one, its in pairs:
        if one.code not in taken and its.code not in others:
            taken[one.code] = one
            others.add(its.code)
    shared = tuple(Shared(what="measure", name_ko=one.name_ko, name_en=one.name_en) for one in taken.values())
    return Part("outcome", len(taken) * WHOLE_BP // (len(own) + len(other) - len(taken)), shared)


def _same(own: Collection[Counted], other: Collection[Counted]) -> Iterator[tuple[float, Counted, Counted]]:
    for one, its in product(own, other):
        score = 1.0 if one.code == its.code else likeness(one.name_ko, its.name_ko)
        if one.code == its.code or (score >= SAME_NAME and one.unit_ko == its.unit_ko):
            yield score, one, its


def _sectors(own: Collection[str], other: Collection[str]) -> Part:
    """By the sectors that both name. A programme that names none is for every sector, which tells nothing."""
    names = {" ".join(one.casefold().split()): one for one in own}
    part = _sets("sector", names, {" ".join(one.casefold().split()) for one in other})
    return Part(
        "sectors", part.degree_bp, tuple(Shared(what="sector", name_ko=names[one.name_ko]) for one in part.shared)
    )


def _text(own: Profile, other: Profile) -> Part:
    """The more alike of both languages: runs of letters in common, and the words that make them."""
    degrees = {
        language: round(likeness(own.text(language), other.text(language), size=size) * WHOLE_BP)
        for language, size in RUNS.items()
        if own.text(language) and other.text(language)
    }
    if not degrees:
        return Part("text", None)
    language = max(degrees, key=lambda one: degrees[one])
    words = _words(own.text(language), language), _words(other.text(language), language)
    found = (word for word in words[0] if process.extractOne(word, words[1], scorer=fuzz.ratio, score_cutoff=SAME_WORD))
    shared = tuple(Shared(what="word", name_ko=word) for word in islice(found, WORDS_SHOWN))
    return Part("text", degrees[language], shared)


def _words(text: str, language: str) -> list[str]:
    """Its words, each once, in order, without those too short to tell anything."""
    plain = "".join(char if char.isalnum() else " " for char in text.casefold())
    return list(dict.fromkeys(word for word in plain.split() if len(word) >= WORD_FROM[language]))
