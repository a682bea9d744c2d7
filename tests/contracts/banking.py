"""A bank as its files show it: answers and statements in ISO 20022, and a ministry that pays through it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from accounts.actors import Actor
from contracts import actions
from contracts.models import BankFile, PaymentBatch, Tranche
from tests.build_contracts import JULY, Desk

ACCOUNT = "100-200-300400"
_number = count(1)


def a_paying_account(desk: Desk, *, answer_days: int = 2) -> None:
    actions.name_paying_account(
        ministry_uid=desk.ministry.uid,
        bank="표본은행",
        number=ACCOUNT,
        holder="표본부",
        answer_days=answer_days,
        by=desk.officer,
        at=JULY,
    )


def answer(
    order: str,
    said: Iterable[tuple[str, str]] = (),
    *,
    count_of: int | None = None,
    total_krw: int | None = None,
    group: str = "",
    reason: str = "AC04",
    number: str = "",
) -> bytes:
    """A pain.002 that says these statuses of these end-to-end ids."""
    words = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{payment}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        + (f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if status == "RJCT" else "")
        + "</TxInfAndSts>"
        for payment, status in said
    )
    counted = "" if count_of is None else f"<OrgnlNbOfTxs>{count_of}</OrgnlNbOfTxs>"
    total = "" if total_krw is None else f"<OrgnlCtrlSum>{total_krw}</OrgnlCtrlSum>"
    whole = f"<GrpSts>{group}</GrpSts>" if group else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">'
        f"<CstmrPmtStsRpt><GrpHdr><MsgId>{number or f'ANSWER-{next(_number)}'}</MsgId></GrpHdr><OrgnlGrpInfAndSts>"
        f"<OrgnlMsgId>{order}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{counted}{total}{whole}"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{order}</OrgnlPmtInfId>{words}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    ).encode()


@dataclass(frozen=True)
class Booked:
    """A movement on the paying account as a test tells it."""

    amount_krw: int
    payment: str = ""
    back: bool = False
    reason: str = "AC04"
    reference: str = field(default_factory=lambda: f"REF-{next(_number)}")


def statement(
    *lines: Booked,
    opening_krw: int = 5_000_000_000,
    closing_krw: int | None = None,
    account: str = ACCOUNT,
    currency: str = "KRW",
    number: str = "",
) -> bytes:
    """A camt.053 with these movements."""
    moved_krw = sum(one.amount_krw if one.back else -one.amount_krw for one in lines)
    closing_krw = opening_krw + moved_krw if closing_krw is None else closing_krw
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="KRW">{won}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><Dt>2004-07-05</Dt></Dt></Bal>"
        for code, won in (("OPBD", opening_krw), ("CLBD", closing_krw))
    )
    entries = "".join(
        f'<Ntry><Amt Ccy="{currency}">{one.amount_krw}</Amt><CdtDbtInd>{"CRDT" if one.back else "DBIT"}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2004-07-05</Dt></BookgDt><AcctSvcrRef>{one.reference}</AcctSvcrRef>"
        + (f"<NtryDtls><TxDtls><Refs><EndToEndId>{one.payment}</EndToEndId></Refs>" if one.payment else "")
        + (f"<RtrInf><Rsn><Cd>{one.reason}</Cd></Rsn></RtrInf>" if one.back and one.payment else "")
        + ("</TxDtls></NtryDtls>" if one.payment else "")
        + "</Ntry>"
        for one in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>{number or f'STATEMENT-{next(_number)}'}</Id>"
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>{balances}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def read(desk: Desk, content: bytes, by: Actor | None = None) -> BankFile:
    return actions.read_bank_file(ministry_uid=desk.ministry.uid, content=content, by=by or desk.officer, at=JULY)


def ids(batch: PaymentBatch) -> list[str]:
    return list(batch.payments.order_by("id").values_list("end_to_end_id", flat=True))


def ordered(desk: Desk) -> PaymentBatch:
    """The released tranches of a desk's ministry in a batch that is ordered."""
    uids = list(Tranche.objects.filter(ministry=desk.ministry, state="released").values_list("uid", flat=True))
    batch = actions.draw_up_batch(ministry_id=desk.ministry.pk, tranche_uids=uids, by=desk.officer, at=JULY)
    for number in (0, 1):
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=desk.approver(number), at=JULY)
    batch.refresh_from_db()
    return batch
