"""Begin a proposal, and write its titles and its text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organization
from core.events import record
from core.refusals import NotFound, Stale, Violation, refuse_if, require
from programs.models import Call
from programs.queries import form_of
from proposals import permissions, queries, rules
from proposals.actions.opening import opened
from proposals.models import Proposal, Section
from proposals.rules.plans import route_violations


def start_proposal(
    *,
    call_uid: UUID,
    lead_organization_uid: UUID,
    title_ko: str,
    title_en: str = "",
    despite: bool = False,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Begin a draft for an institution; who belongs to it is the first to write.

    `despite` begins it although the institution may not lead as things stand: it will be refused when it is handed in,
    unless they change. Raises NotFound, NotAllowed (another institution's), RuleBroken (call not open, institution not
    eligible, titles).
    """
    with transaction.atomic():
        call, lead = _found(call_uid, lead_organization_uid)
        require(permissions.may_start(by, lead.pk), "start")
        policy = queries.policy_of(call.rule_set)
        standing = queries.window_of(call), queries.member_of(lead), queries.led_by(lead, call, by)
        refuse_if(
            [
                *route_violations(call.program.traits),
                *rules.starting_violations(*standing, policy, at, despite=despite),
                *rules.basics_violations(title_ko, title_en, ""),
            ]
        )
        proposal = queries.begin(call, lead, title_ko.strip(), title_en.strip(), by=by, at=at)
        record(
            "proposals.proposal_started",
            subject=proposal,
            by=by,
            at=at,
            data={
                "title_ko": proposal.title_ko,
                "title_en": proposal.title_en,
                "institution_ko": lead.name_ko,
                "institution_en": lead.name_en,
                "call": call.code,
            },
            **queries.threads(proposal),
        )
    return proposal


def _found(call_uid: UUID, lead_organization_uid: UUID) -> tuple[Call, Organization]:
    calls = Call.objects.exclude(state="draft").select_related("program", "rule_set")
    call = calls.filter(uid=call_uid).first()
    lead = Organization.objects.select_related("region").filter(uid=lead_organization_uid).first()
    if call is None or lead is None:
        raise NotFound.because("http.not_found")
    return call, lead


def change_basics(
    *,
    proposal_uid: UUID,
    title_ko: str,
    title_en: str,
    sector: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Change titles and sector. `version` is `proposal.basics_version` as it was read.

    Raises as `opened` does, and Stale, RuleBroken.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=())
        queries.require_version(proposal, "basics", version)
        refuse_if(rules.basics_violations(title_ko, title_en, sector))
        now = {"title_ko": title_ko.strip(), "title_en": title_en.strip(), "sector": sector.strip()}
        if all(getattr(proposal, name) == value for name, value in now.items()):
            return proposal
        queries.touch(proposal, "basics", by=by, at=at, **now)
        record(
            "proposals.basics_changed",
            subject=proposal,
            by=by,
            at=at,
            data={"title_ko": proposal.title_ko, "title_en": proposal.title_en},
            **queries.threads(proposal),
        )
    return proposal


def save_section(*, proposal_uid: UUID, code: str, text: str, version: int | None, by: Actor, at: datetime) -> Section:
    """Keep one part of the text as it was typed. `version` is the section's as it was read, 0 where it was empty.

    Raises as `opened` does, NotFound for an unknown section, RuleBroken for a text too long, and Stale with both texts
    (`current` and `yours`), so that nobody's words are lost. The same text again changes nothing.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at, parts=("sections",))
        section = next((one for one in proposal.sections.all() if one.code == code), None)
        if section is None or code not in form_of(proposal.call).standard_parts:
            raise NotFound.because("http.not_found")
        text = text.replace("\r\n", "\n")
        if section.text == text:
            return section
        if version is not None and version != section.version:
            raise _stale(section, text)
        refuse_if(rules.length_violations(text, rules.SECTION_CHARS, f"sections.{code}"))
        queries.put(section, text=text, version=section.version + 1, edited_at=at, edited_by=by.user_id)
        queries.touch(proposal, by=by, at=at)
        record(
            "proposals.section_saved",
            subject=proposal,
            by=by,
            at=at,
            data={"section": code, "section_version": section.version, "length": len(text)},
            **queries.threads(proposal),
        )
    return section


def _stale(section: Section, yours: str) -> Stale:
    values = {
        "name": queries.name_of(section.edited_by),
        "changed_at": section.edited_at.isoformat() if section.edited_at else None,
        "version": section.version,
        "current": section.text,
        "yours": yours,
    }
    return Stale([Violation("http.changed_meanwhile", values, f"sections.{section.code}")])
