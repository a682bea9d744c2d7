"""What is handed in: the proposal's content frozen, with its hash, its sums and its number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.models import Organization
from core.refusals import NotFound
from core.states import Move
from programs.queries import form_of
from proposals import rules
from proposals.models import Attachment, Proposal, Submission
from proposals.permissions import may_view_draft
from proposals.queries.facts import facts_of, lines_of, policy_for
from proposals.queries.proposal import membership, people_of
from proposals.queries.writing import bind, move_to, signature


def dossier(proposal: Proposal) -> dict[str, Any]:
    """The content of a proposal that was read whole, as plain JSON: what a submission keeps and its hash is of."""
    sums = rules.sums(lines_of(proposal))
    reasons = rules.reasons_of(policy_for(proposal), proposal.cap_reasons)
    form = form_of(proposal.call)
    return {
        **({"cap_reasons": reasons} if reasons else {}),
        "call": proposal.call.code,
        "rule_set": proposal.call.rule_set.checksum,
        "project_uid": str(proposal.project_uid),
        "title_ko": proposal.title_ko,
        "title_en": proposal.title_en,
        "sector": proposal.sector,
        "lead": _institution(proposal.lead_organization),
        "partners": [
            {**_institution(partner.organization), "contribution": partner.contribution}
            for partner in proposal.partners.all()
        ],
        "people": [
            {
                "uid": str(one.person.uid),
                "name_ko": one.person.name_ko,
                "name_en": one.person.name_en,
                "organization": str(one.organization.uid),
                "part": one.part,
                "person_kind": one.person_kind,
                "share_bp": one.share_bp,
            }
            for one in people_of(proposal)
        ],
        "sections": {
            section.code: section.text
            for section in proposal.sections.all()
            if section.text and section.code in form.standard_parts
        },
        **({"answers": answered(proposal)} if form.questions else {}),
        "lines": [
            {
                "year": line.year,
                "category": line.category,
                "source": line.source,
                "amount_krw": line.amount_krw,
            }
            for line in proposal.lines.all()
        ],
        "targets": [
            {"indicator": target.indicator.code, "year": target.year, "value": f"{target.value:.2f}"}
            for target in proposal.targets.all()
        ],
        "files": [_file(attachment) for attachment in proposal.attachments.all()],
        "sums": {
            "grant_krw": sums.grant_krw,
            "regional_krw": sums.regional_krw,
            "own_krw": sums.own_krw,
            "total_krw": sums.total_krw,
        },
    }


def _file(attachment: Attachment) -> dict[str, Any]:
    return {
        "uid": str(attachment.uid),
        "document": attachment.document,
        "name": attachment.file.name,
        "size_bytes": attachment.file.size_bytes,
        "sha256": attachment.file.sha256,
    }


def answered(proposal: Proposal) -> list[dict[str, Any]]:
    """The call's own questions that the proposal is asked, in order, each with its answer, null where there is none.

    With the words of question and chosen options, so that the content can be read without the form.
    """
    facts = facts_of(proposal)
    found = []
    for question in rules.asked_of(facts, policy_for(proposal)):
        section = facts.form.section_of(question.code)
        chosen = rules.chosen_options(question, facts.answers.get(question.code))
        entry: dict[str, Any] = {
            "question": question.code,
            "section": section.code if section else "",
            "type": question.type.value,
            "title_ko": question.title_ko,
            "title_en": question.title_en,
            "value": facts.answers.get(question.code),
        }
        if question.unit_ko:
            entry |= {"unit_ko": question.unit_ko, "unit_en": question.unit_en}
        if chosen:
            entry["chosen"] = [{"name_ko": one.name_ko, "name_en": one.name_en} for one in chosen]
        found.append(entry)
    return found


def _institution(organization: Organization) -> dict[str, str]:
    return {
        "uid": str(organization.uid),
        "name_ko": organization.name_ko,
        "name_en": organization.name_en,
        "kind": organization.kind,
        "region": organization.region.code if organization.region else "",
    }


def content_for(by: Actor, proposal: Proposal) -> tuple[dict[str, Any], bool]:
    """What the actor may read of a proposal that was read whole, and whether it is the working copy.

    The consortium reads its working copy; everybody else what was handed in.
    """
    if may_view_draft(by, proposal, membership(by, proposal)):
        return dossier(proposal), True
    if proposal.submission is None:
        raise NotFound.because("http.not_found")
    return dict(proposal.submission.content), False


def receipt_of(proposal: Proposal, content: dict[str, Any]) -> Submission | None:
    """What stands handed in, where it is this very content."""
    standing = proposal.submission if proposal.state == "submitted" else None
    return standing if standing and standing.sha256 == rules.sha256_of(content) else None


def freeze(proposal: Proposal, content: dict[str, Any], move: Move, *, by: Actor, at: datetime) -> Submission:
    """Keep the content for ever as the next submission, number the proposal at its first, and move it."""
    sums = rules.sums(lines_of(proposal))
    last = proposal.submission
    submission = Submission.objects.create(
        proposal=proposal,
        sequence=last.sequence + 1 if last else 1,
        arrived_at=at,
        submitted_by=signature(by),
        title_ko=proposal.title_ko,
        title_en=proposal.title_en,
        sector=proposal.sector,
        content=content,
        sha256=rules.sha256_of(content),
        grant_krw=sums.grant_krw,
        regional_krw=sums.regional_krw,
        own_krw=sums.own_krw,
        total_krw=sums.total_krw,
    )
    number = proposal.number or _next_number(proposal)
    move_to(proposal, move, number=number, submission=submission, office_asked_at=None, office_asked_by=None)
    bind(proposal, again=last is not None)
    return submission


def _next_number(proposal: Proposal) -> str:
    """The call's next number ("RIS-2004-0001"); the call's row is held, so that none is given twice or lost."""
    call = proposal.call
    call.last_number += 1
    type(call).objects.filter(pk=call.pk).update(last_number=call.last_number)
    return f"{call.code.upper()}-{call.last_number:04d}"


def differences(proposal: Proposal) -> tuple[rules.Difference, ...]:
    """What the working copy says otherwise than the last submission; nothing where none was handed in.

    Nor of a merged proposal: nobody writes on it, its dossier comes from the terms that everybody agreed to.
    """
    if proposal.submission is None or "originals" in proposal.submission.content:
        return ()
    return rules.differences(proposal.submission.content, dossier(proposal))
