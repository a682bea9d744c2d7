"""A small world with one of everything that has an address, and everybody who may come to its doors.

Whose is what: `own` is a ministry, its agency and Daejeon's government; a team of Daejeon has handed in the proposal
that all is about. `other` is a second ministry, its agency and Busan's government; a team of Busan has handed in too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.actors import Actor
from accounts.audiences import Audience
from accounts.models import Appointment, Delegation, Message, User
from accounts.tasks import SWEEPS
from config.access import ROUTES
from core import sweeps
from programs.actions import announce_call, ask, begin_rule_draft, write_form
from programs.models import Call, RuleSet
from proposals import actions
from proposals.actions.pledge import make_pledge
from proposals.actions.ranking import save_ranking, submit_ranking
from proposals.models import Attachment, Proposal
from proposals.rules.ranking import Place
from reviews.access import API_MEETINGS
from tests.build import World, a_ministry_world, a_person, sign_in
from tests.build_forms import a_question
from tests.build_programs import BEFORE, CLOSES_AT, SYSTEM, a_draft_call, it_is, the_ris_program
from tests.build_proposals import Team, a_draft, a_submission, a_team, complete, pdf
from tests.build_reviews import OPENED_AT as JUDGED_AT
from tests.house.later import later_objects
from tests.house.routes import Route

AT = CLOSES_AT + timedelta(days=2)
"""The call is over; the regions rank."""
SECRET = "표식-QX71"
"""Stands in the proposal's title: whoever may not see the proposal reads it nowhere."""
FORM = {
    "sections": [
        {
            "code": "plan",
            "title_ko": "계획",
            "title_en": "Plan",
            "questions": [a_question("licence", "file", file_types=["pdf"], max_bytes=1_000_000)],
        }
    ]
}
"""What calls of this world ask in their own words."""
TEAM = ("leader", "office")
DESKS = ("ministry_officer", "ministry_approver", "agency_officer")
OVERSEERS = ("auditor", "coordinator")
OTHERS = ("neighbour_office", "other_leader", "other_region_officer", "other_ministry_officer")
"""Of the institution next door, and of another institution, region and ministry."""
EVERYBODY = (*TEAM, "region_officer", *DESKS, *OVERSEERS, "expert", "administrator", *OTHERS)
INSIDERS: dict[Audience, tuple[str, ...]] = {
    Audience.PUBLIC: ("anonymous", *EVERYBODY),
    Audience.SIGNED_IN: EVERYBODY,
    Audience.TEAM_AND_OFFICES: (*TEAM, "region_officer", *DESKS, *OVERSEERS),
    Audience.TEAM: TEAM,
    Audience.REGION: ("region_officer", *OVERSEERS),
    Audience.DESKS: (*DESKS, *OVERSEERS),
    Audience.OVERSEERS: OVERSEERS,
    Audience.EXPERTS: ("expert",),
    Audience.REGISTRARS: (*DESKS, *OVERSEERS, "administrator"),
    Audience.ADMINISTRATORS: ("administrator",),
    Audience.MINISTRIES: ("ministry_officer", "ministry_approver", "administrator"),
    Audience.OPERATORS: (),
}
"""Who may get an answer where the address names something of `own`."""
PRIVATE = {"accounts:read-message": ("office",), "api:message-read": ("office",)}
"""Addresses that name something of one person alone."""
PARTLY = {
    "reviews:file": (*DESKS, *OVERSEERS, "expert"),
    "reviews:letter": (*TEAM, *DESKS, *OVERSEERS),
    "reviews:appeal": (*TEAM, *DESKS, *OVERSEERS),
    "api:appeal": (*TEAM, *DESKS, *OVERSEERS),
    **dict.fromkeys(("reviews:appeal-file", "api:appeal-one-file"), (*TEAM, *DESKS, *OVERSEERS)),
    **dict.fromkeys(("reviews:appeal-paper", "api:appeal-paper"), (*DESKS, *OVERSEERS)),
    "api:letter": (*TEAM, *DESKS, *OVERSEERS),
    "reviews:shares": (*DESKS, *OVERSEERS, "expert", "region_officer"),
    "api:selection-shares": (*DESKS, *OVERSEERS, "expert", "region_officer"),
    **dict.fromkeys(
        ("reviews:meeting", "reviews:item", "reviews:minutes", "reviews:minutes-csv"), (*DESKS, *OVERSEERS, "expert")
    ),
    **dict.fromkeys(("api:meeting", "api:meeting-minutes", "api:item"), (*DESKS, *OVERSEERS, "expert")),
    **dict.fromkeys(
        (f"api:{name}" for name in API_MEETINGS if name not in {"meeting", "meeting-minutes", "item"}),
        ("ministry_officer", "agency_officer", "expert"),
    ),
    "reviews:meeting-deed": ("ministry_officer", "agency_officer", "expert"),
    "reviews:change-meeting": ("ministry_officer", "agency_officer", "expert"),
    "reviews:item-minutes": ("ministry_officer", "agency_officer", "expert"),
    "api:round": (*DESKS, *OVERSEERS, "expert"),
    "api:case": (*DESKS, *OVERSEERS, "expert"),
    "api:case-file": (*DESKS, *OVERSEERS, "expert"),
}
"""Addresses for everybody who is signed in that show each only what is his: who sees this one."""
SHUT = {401, 403, 404, 405}
HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
"""What every answer carries beside its policy of contents."""


@dataclass
class Walk:
    """The world, who walks in it, and what each argument of an address names."""

    users: dict[str, User]
    objects: dict[str, Any]
    own: World
    call: Call
    draft: Call
    rule_set: RuleSet
    draft_rules: RuleSet
    cookies: dict[str, SimpleCookie]

    def address(self, route: Route) -> str:
        named = {name: self.named(route, name) for name in route.arguments}
        try:
            return reverse(route.name, kwargs={name: one or uuid4() for name, one in named.items()})
        except NoReverseMatch:  # what is not there is a number in this address
            return reverse(route.name, kwargs={name: one or 1 for name, one in named.items()})

    def named(self, route: Route, argument: str) -> Any:
        """What of `own` an argument names: a draft where only desks come in; None where there is nothing."""
        if route.name == "accounts:letter":
            return None
        if told := self.objects.get(f"{route.name} {argument}"):
            return told
        if route.name.startswith(("programs:", "api:call-")) and ROUTES[route.name] == Audience.DESKS:
            drafts = {"call_uid": self.draft.uid, "rule_set_uid": self.draft_rules.uid}
            if argument in drafts:
                return drafts[argument]
        name = _kind(route) if argument == "uid" else argument
        return self.objects.get(f"{route.name} {name}") or self.objects.get(name)

    def knows(self, route: Route) -> bool:
        """Whether everything that the address names is there."""
        return all(self.named(route, one) is not None for one in route.arguments)

    def ask(self, who: str, method: str, route: Route, **words: str) -> HttpResponseBase:
        """One request of somebody, with nothing in its body or these words, undone at once; its headers are right."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[who].output(header="", sep=";"))
        send: Callable[..., HttpResponseBase] = getattr(client, method)
        body = {"content_type": "application/json"} if route.is_api and method != "get" else {}
        with transaction.atomic():
            answer = send(self.address(route), words, **body) if words else send(self.address(route), **body)
            transaction.set_rollback(True)
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, route.name
        assert "unsafe" not in policy, route.name
        assert HEADERS.items() <= dict(answer.headers).items(), route.name
        return answer


def _kind(route: Route) -> str:
    """What a bare `uid` is of: the room's noun that the route's name carries."""
    space, _, name = route.name.rpartition(":")
    if space == "proposals":
        return "proposal_uid"
    for noun in ("message", "delegation", "appointment", "office", "organization", "successor", "appoint"):
        if noun in name:
            return {"successor": "organization_uid", "appoint": "office_uid"}.get(noun, f"{noun}_uid")
    return "person_uid"


def insiders(route: Route) -> tuple[str, ...]:
    """Who may get an answer at all. Without an object in the address it is for all of a role, wherever they serve."""
    audience = ROUTES[route.name]
    named = route.arguments - {"name"}
    if route.name in PRIVATE | PARTLY:
        return (PRIVATE | PARTLY)[route.name]
    if not named and audience in {Audience.TEAM, Audience.TEAM_AND_OFFICES}:
        return EVERYBODY  # lists: each sees his own rows
    found = INSIDERS[audience]
    if not named or audience == Audience.REGISTRARS:
        return (*found, *(f"other_{who}" for who in found))
    if named == {"call_uid"} and audience in {Audience.TEAM_AND_OFFICES, Audience.REGION}:
        return (*found, "other_region_officer")  # every region reads its own part of a call
    return found


def is_sign_in(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))


def text_of(answer: HttpResponseBase) -> str:
    content = answer.getvalue()
    return content.decode(errors="replace") if isinstance(content, bytes) else str(content)


def a_walk() -> Walk:
    """Build the world through the actions."""
    own, other = a_ministry_world("daejeon"), a_ministry_world("busan")
    program, rule_set = the_ris_program(own.ministry, own.agency)
    call = _announced(a_draft_call(program, rule_set))
    team, strangers = a_team("daejeon"), a_team("busan")
    proposal = _handed_in(team, call)
    a_submission(strangers, call)
    _ranked(own.actor("region_officer", AT), proposal)
    it_is(AT)
    for sweep in SWEEPS:
        sweeps.run(sweep, at=AT)
    objects = _objects(proposal, team, own, call) | later_objects(own, team, program, rule_set)
    for sweep in SWEEPS:
        sweeps.run(sweep, at=JUDGED_AT)
    users = {
        "conflicted": objects["conflicted"],
        **{role: user for role, user in own.users().items() if role != "institution_officer" and role != "member"},
        **{f"other_{role}": user for role, user in other.users().items() if f"other_{role}" in OTHERS},
        "leader": team.leader_user,
        "office": team.office_user,
        "neighbour_office": own.institution_officer,
        "other_leader": strangers.leader_user,
    }
    cookies = {who: sign_in(Client(), user).cookies for who, user in users.items()}
    return Walk(
        users=users,
        objects=objects,
        own=own,
        call=call,
        draft=write_form(call_uid=a_draft_call(program, rule_set).uid, content=FORM, by=SYSTEM, at=AT),
        rule_set=rule_set,
        draft_rules=rule_set,
        cookies={**cookies, "anonymous": SimpleCookie()},
    )


def _announced(draft: Call) -> Call:
    """The call announced with a form of its own: nothing in it has to be answered."""
    write_form(call_uid=draft.uid, content=FORM, by=SYSTEM, at=BEFORE)
    return announce_call(call_uid=draft.uid, by=SYSTEM, at=BEFORE)


def _handed_in(team: Team, call: Call) -> Proposal:
    proposal = a_draft(team, call)
    Proposal.objects.filter(pk=proposal.pk).update(title_ko=SECRET, title_en=SECRET)
    proposal.refresh_from_db()
    complete(proposal, team)
    actions.submit_proposal(proposal_uid=proposal.uid, by=team.office, at=CLOSES_AT - timedelta(days=1))
    proposal.refresh_from_db()
    return proposal


def _ranked(officer: Actor, proposal: Proposal) -> None:
    call_uid, region_id = proposal.call.uid, proposal.region_id
    make_pledge(proposal_uid=proposal.uid, year_krw=[100_000_000] * 3, document=pdf("pledge.pdf"), by=officer, at=AT)
    save_ranking(call_uid=call_uid, region_id=region_id, places=[Place(proposal.uid, 1)], by=officer, at=AT)
    submit_ranking(call_uid=call_uid, region_id=region_id, by=officer, at=AT)


def _objects(proposal: Proposal, team: Team, own: World, call: Call) -> dict[str, Any]:
    appointment = Appointment.objects.get(person=own.region_officer.person)
    message: UUID = Message.objects.filter(user=team.office_user)[0].uid
    return {
        "proposal_uid": proposal.uid,
        "project_uid": proposal.project_uid,
        "call_uid": call.uid,
        "program_uid": call.program.uid,
        "rule_set_uid": call.rule_set.uid,
        "attachment_uid": Attachment.objects.filter(proposal=proposal)[0].uid,
        "organization_uid": team.partner.uid,
        "person_uid": a_person(team.lead).uid,
        "office_uid": appointment.office.uid,
        "appointment_uid": appointment.uid,
        "delegation_uid": Delegation.objects.get(ministry=own.ministry).uid,
        "message_uid": message,
        "draft_uid": begin_rule_draft(program_uid=call.program.uid, by=own.actor("ministry_officer", AT), at=AT).uid,
        "group": "match",
        "other_uid": call.rule_set.uid,
        "region": "daejeon",
        "code": "summary",
        "document": "plan",
        "inquiry_uid": ask(call_uid=call.uid, text="?", by=own.actor("institution_officer", BEFORE), at=BEFORE).uid,
        "section": "plan",
        "question": "licence",
        "part": "capacity",
        "sequence": 1,
        "order": 1,
        "name": "proposals.closings",
        "uidb36": "1",
        "key": "none",
    }
