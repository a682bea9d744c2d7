"""The parts of a proposal over the API: text, consortium, people, grid, targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import required_version
from core.money import MoneyInvalid, parse_krw
from core.refusals import NotFound, Violation, refuse_if
from programs.policy import Source
from programs.policy.checks import Line
from programs.queries import form_of
from proposals import actions, queries, rules
from proposals.api import serializers as shapes
from proposals.api.base import IF_MATCH, ONCE, View, answered


class Sections(View):
    """The text."""

    serializer_class = shapes.ProposalSection

    @extend_schema(operation_id="proposal_sections_list", responses=shapes.ProposalSection(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """All parts of the text, in order."""
        proposal, content, working = self.read(request, proposal_uid)
        versions = {one.code: one.version for one in proposal.sections.all()} if working else {}
        texts, parts = content["sections"], form_of(proposal.call).standard_parts
        rows = [{"code": code, "text": texts.get(code, ""), "version": versions.get(code)} for code in parts]
        return answered(shapes.ProposalSection, rows, many=True)


class OneSection(View):
    """One part of the text."""

    serializer_class = shapes.ProposalSection

    @extend_schema(operation_id="proposal_section_read", responses=shapes.ProposalSection)
    def get(self, request: Request, proposal_uid: UUID, code: str) -> Response:
        """One part of the text, its version as ETag."""
        proposal, content, working = self.read(request, proposal_uid)
        if code not in form_of(proposal.call).standard_parts:
            raise NotFound.because("http.not_found")
        version = next((one.version for one in proposal.sections.all() if one.code == code), None) if working else None
        row = {"code": code, "text": content["sections"].get(code, ""), "version": version}
        return answered(shapes.ProposalSection, row, version=version)

    @extend_schema(
        operation_id="proposal_section_save",
        request=shapes.ProposalSectionIn,
        responses=shapes.ProposalSection,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, proposal_uid: UUID, code: str) -> Response:
        """Save one part of the text. A stale version is refused with both texts."""
        given = self.given(shapes.ProposalSectionIn, request)
        section = actions.save_section(
            proposal_uid=proposal_uid,
            code=code,
            text=given["text"],
            version=required_version(request),
            **self.asker(request),
        )
        return answered(shapes.ProposalSection, section, version=section.version)


class Partners(View):
    """The consortium beside the leading institution."""

    serializer_class = shapes.ProposalPartner

    @extend_schema(operation_id="proposal_partners_list", responses=shapes.ProposalPartner(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """The partners."""
        return answered(shapes.ProposalPartner, self.read(request, proposal_uid)[1]["partners"], many=True)

    @extend_schema(
        operation_id="proposal_partner_put",
        request=shapes.ProposalPartnerIn,
        responses=shapes.ProposalPartner(many=True),
        parameters=[ONCE],
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Put an institution into the consortium, or say anew what it brings."""
        given = self.given(shapes.ProposalPartnerIn, request)
        actions.add_partner(
            proposal_uid=proposal_uid,
            organization_uid=given["organization"],
            contribution=given["contribution"],
            **self.asker(request),
        )
        return self.get(request, proposal_uid)


class OnePartner(View):
    """An institution of the consortium."""

    @extend_schema(operation_id="proposal_partner_remove", request=None, responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, proposal_uid: UUID, organization_uid: UUID) -> Response:
        """Take an institution out of the consortium; its people first."""
        actions.remove_partner(proposal_uid=proposal_uid, organization_uid=organization_uid, **self.asker(request))
        return Response(status=204)


class People(View):
    """The team."""

    serializer_class = shapes.ProposalPerson

    @extend_schema(operation_id="proposal_people_list", responses=shapes.ProposalPerson(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Everybody in the team."""
        return answered(shapes.ProposalPerson, self.read(request, proposal_uid)[1]["people"], many=True)


class OnePerson(View):
    """A place in the team."""

    serializer_class = shapes.ProposalPerson

    @extend_schema(
        operation_id="proposal_person_put",
        request=shapes.ProposalPersonIn,
        responses=shapes.ProposalPerson(many=True),
        parameters=[ONCE],
    )
    def put(self, request: Request, proposal_uid: UUID, person_uid: UUID) -> Response:
        """Give a person of the consortium a place in the team, or change it."""
        given = self.given(shapes.ProposalPersonIn, request)
        actions.put_person(proposal_uid=proposal_uid, person_uid=person_uid, **given, **self.asker(request))
        return answered(shapes.ProposalPerson, self.read(request, proposal_uid)[1]["people"], many=True)

    @extend_schema(operation_id="proposal_person_remove", request=None, responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, proposal_uid: UUID, person_uid: UUID) -> Response:
        """Take a person out of the team."""
        actions.remove_person(proposal_uid=proposal_uid, person_uid=person_uid, **self.asker(request))
        return Response(status=204)


class Budget(View):
    """The grid."""

    serializer_class = shapes.ProposalBudget

    @extend_schema(operation_id="proposal_budget_read", responses=shapes.ProposalBudget)
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Every cell that is not empty, and the sums; the grid's version as ETag."""
        proposal, content, working = self.read(request, proposal_uid)
        return answered(shapes.ProposalBudget, content, version=proposal.budget_version if working else None)

    @extend_schema(
        operation_id="proposal_budget_save",
        request=shapes.ProposalGridIn,
        responses=shapes.ProposalBudget,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, proposal_uid: UUID) -> Response:
        """Save the whole grid. A draft may pass caps; `budget/check` tells which."""
        given = self.given(shapes.ProposalGridIn, request)
        actions.save_budget(
            proposal_uid=proposal_uid,
            lines=lines_given(given["lines"]),
            reasons=given.get("reasons"),
            version=required_version(request),
            **self.asker(request),
        )
        return self.get(request, proposal_uid)


class BudgetCheck(View):
    """What stands against a grid before it is saved."""

    serializer_class = shapes.ProposalViolation

    @extend_schema(
        operation_id="proposal_budget_check",
        request=shapes.ProposalGridIn,
        responses=shapes.ProposalViolation(many=True),
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """What a submission with this grid would be refused with. Nothing is saved."""
        proposal = queries.page(proposal_uid, self.actor(request))
        given, policy = self.given(shapes.ProposalGridIn, request), queries.policy_for(proposal)
        explained = rules.reasons_of(policy, given.get("reasons", proposal.cap_reasons))
        found = rules.budget_check(policy, lines_given(given["lines"]), explained)
        return answered(shapes.ProposalViolation, found, many=True)


def lines_given(cells: Sequence[dict[str, Any]]) -> list[Line]:
    """The cells with their amounts read. Raises RuleBroken (`money.*`) with every amount that is none."""
    lines, wrong = [], []
    for given in cells:
        field = rules.cell(given["year"], given["category"], given["source"])
        try:
            amount_krw = parse_krw(given["amount_krw"])
        except MoneyInvalid as problem:
            wrong.append(Violation(problem.code, {}, field))
        else:
            lines.append(Line(given["year"], given["category"], Source(given["source"]), amount_krw, field))
    refuse_if(wrong)
    return lines


class Targets(View):
    """The promises."""

    serializer_class = shapes.ProposalTarget

    @extend_schema(operation_id="proposal_targets_list", responses=shapes.ProposalTarget(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Every target, their version as ETag."""
        proposal, content, working = self.read(request, proposal_uid)
        version = proposal.targets_version if working else None
        return answered(shapes.ProposalTarget, content["targets"], many=True, version=version)

    @extend_schema(
        operation_id="proposal_targets_save",
        request=shapes.ProposalTargetsIn,
        responses=shapes.ProposalTarget(many=True),
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, proposal_uid: UUID) -> Response:
        """Save all targets at once."""
        given = self.given(shapes.ProposalTargetsIn, request)["targets"]
        targets = {(one["indicator"], one["year"]): one["value"] for one in given}
        version = required_version(request)
        actions.save_targets(proposal_uid=proposal_uid, targets=targets, version=version, **self.asker(request))
        return self.get(request, proposal_uid)
