"""Lists of contracts, of selected proposals that have none yet, of tranches and batches."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Organization
from accounts.queries import desk_rows
from accounts.roles import Power, Role
from contracts import permissions
from contracts.models import Contract, Tranche, Transfer
from contracts.queries.contracts import payable, visible_to
from core.refusals import NotFound
from programs.models import Call
from proposals.models import Proposal
from reviews.models import Decision


def run_by(actor: Actor) -> Q:
    """Rows with `ministry` and `call` whose contracts the actor draws up, as `permissions.may_run_contracts` says."""
    return desk_rows(actor, Power.CONTRACTS, roles={Role.MINISTRY_OFFICER})


def listed(actor: Actor) -> QuerySet[Contract]:
    """The actor's contracts with what a row of a list shows, newest first."""
    rows = (
        visible_to(actor).select_related("payee").prefetch_related("signatures", "tranches__gates", "tranches__stops")
    )
    paid = Sum("tranches__amount_krw", filter=Q(tranches__state="paid"), default=0)
    return rows.annotate(paid_krw=paid).order_by("-drawn_at", "-id")


def undrawn(actor: Actor) -> QuerySet[Proposal]:
    """Proposals of published selections that are in and have no contract yet, where the actor draws it up."""
    chosen = Decision.objects.filter(proposal=OuterRef("pk"), selection__state="published", outcome="selected")
    drawn = Contract.objects.filter(proposal=OuterRef("pk"))
    rows = Proposal.objects.filter(run_by(actor), Exists(chosen), ~Exists(drawn))
    return rows.select_related("call__program", "lead_organization", "region", "submission").order_by("number")


def undrawn_of(call_uid: UUID, actor: Actor) -> tuple[Call, list[Proposal]]:
    """A call and its selected proposals without a contract. Raises NotFound, NotAllowed."""
    call = Call.objects.select_related("program").filter(uid=call_uid, announced_at__isnull=False).first()
    if call is None:
        raise NotFound.because("http.not_found")
    allowed = permissions.may_run_contracts(actor, call.program.ministry_id, call.program.uid)
    permissions.require(allowed, "draw")
    return call, list(undrawn(actor).filter(call=call))


def calls_with_contracts(actor: Actor) -> QuerySet[Call]:
    """The calls of the contracts that the actor sees: what a list can be narrowed to."""
    return Call.objects.filter(pk__in=visible_to(actor).order_by().values("call_id")).order_by("-opens_at")


def tranches_visible_to(actor: Actor) -> QuerySet[Tranche]:
    """The tranches of the actor's contracts, with their gates."""
    rows = Tranche.objects.filter(contract__in=visible_to(actor).order_by().values("pk"))
    return rows.select_related("contract", "year").prefetch_related("gates", "stops")


def transfers_visible_to(actor: Actor) -> QuerySet[Transfer]:
    """Every move of won into or out of an account of the actor's contracts; overseers see all."""
    rows = Transfer.objects.select_related("debit__contract", "credit__contract", "reverses")
    if actor.is_overseer or actor.is_system:
        return rows
    own = visible_to(actor).order_by().values("pk")
    return rows.filter(Q(debit__contract__in=own) | Q(credit__contract__in=own))


def ministries_paid_for(actor: Actor) -> list[Organization]:
    """The ministries whose released tranches the actor puts into batches."""
    found = permissions.ministries_paid_for(actor)
    return list(Organization.objects.filter(pk__in=found).order_by("name_ko", "id")) if found else []


def awaiting_batch(actor: Actor, ministry: Organization) -> list[Tranche]:
    """A ministry's released tranches, each with the account it would be paid to. Raises NotAllowed."""
    permissions.require(permissions.may_run_contracts(actor, ministry.pk, None), "draw_up_batch")
    rows = payable().filter(ministry=ministry)
    related = ("contract__call__program", "contract__lead_organization", "contract__region", "contract__payee", "year")
    return list(rows.select_related(*related).order_by("released_at", "contract__number", "id"))
