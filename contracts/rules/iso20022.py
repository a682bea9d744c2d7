"""ISO 20022 as banks speak it: payment orders as pain.001.001.09; answers as pain.002, statements as camt.053.

Orders are held to the published schema before they leave. What comes in is read strictly: without document types,
entities or network, every element that counts exactly once, won only. Pure: bytes and values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from lxml import etree

from contracts.rules.bank import Answer, Line, Order, Said, Statement, Verdict, digits
from core.money import MAX_KRW
from core.refusals import RuleBroken
from core.wording import SEOUL

ORDER = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
READ = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.053)\.001\.\d{2}\}Document")
MAX_BYTES = 10_000_000
VERDICTS = {
    **dict.fromkeys(("ACTC", "ACCP", "ACSP", "ACWC", "ACSC", "ACCC"), Verdict.ACCEPTED),
    "RJCT": Verdict.REJECTED,
    **dict.fromkeys(("RCVD", "PDNG", "PART"), Verdict.WAITING),
}
"""What each status code of the standard means here; a code that is not here refuses the file."""


class Iso20022:
    """The format of banks that take ISO 20022 as it was published."""

    def write(self, order: Order) -> bytes:
        """A pain.001.001.09 document. Raises RuleBroken (`bank.order_not_valid`) where the schema does not hold."""
        root = etree.Element(f"{{{ORDER}}}Document", nsmap={None: ORDER})
        initiation = _put(root, "CstmrCdtTrfInitn")
        header = _put(initiation, "GrpHdr")
        _put(header, "MsgId", order.number)
        _put(header, "CreDtTm", order.made_at.astimezone(SEOUL).replace(microsecond=0, tzinfo=None).isoformat())
        _put(header, "NbOfTxs", str(len(order.instructions)))
        _put(header, "CtrlSum", str(order.total_krw))
        _put(_put(header, "InitgPty"), "Nm", order.holder)
        _put_payments(initiation, order)
        fault = _schema_fault(root)
        if fault:
            raise RuleBroken.because("bank.order_not_valid", fault=fault[:200])
        content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return content

    def read(self, content: bytes) -> Answer | Statement:
        """A pain.002 or a camt.053. Raises RuleBroken (`bank.*`, naming the row)."""
        root = _parsed(content)
        kind = READ.fullmatch(str(root.tag))
        if kind is None:
            raise RuleBroken.because("bank.file_of_other_kind", kind=str(root.tag)[-60:])
        return _answer(root) if kind[1] == "pain.002" else _statement(root)


def _put(parent: Any, name: str, text: str | None = None) -> Any:
    made = etree.SubElement(parent, f"{{{ORDER}}}{name}")
    if text is not None:
        made.text = "".join(sign for sign in text if sign.isprintable())
    return made


def _put_payments(initiation: Any, order: Order) -> None:
    block = _put(initiation, "PmtInf")
    _put(block, "PmtInfId", order.number)
    _put(block, "PmtMtd", "TRF")
    _put(block, "NbOfTxs", str(len(order.instructions)))
    _put(block, "CtrlSum", str(order.total_krw))
    _put(_put(block, "ReqdExctnDt"), "Dt", order.pay_on.isoformat())
    _put(_put(block, "Dbtr"), "Nm", order.holder)
    account = _put(block, "DbtrAcct")
    _put(_put(_put(account, "Id"), "Othr"), "Id", digits(order.account))
    _put(account, "Ccy", "KRW")
    _put_bank(block, "DbtrAgt", order.bank)
    for one in order.instructions:
        payment = _put(block, "CdtTrfTxInf")
        _put(_put(payment, "PmtId"), "EndToEndId", one.end_to_end_id)
        amount = _put(_put(payment, "Amt"), "InstdAmt", str(one.amount_krw))
        amount.set("Ccy", "KRW")
        _put_bank(payment, "CdtrAgt", one.bank)
        _put(_put(payment, "Cdtr"), "Nm", one.holder)
        _put(_put(_put(_put(payment, "CdtrAcct"), "Id"), "Othr"), "Id", digits(one.account))
        _put(_put(payment, "RmtInf"), "Ustrd", one.purpose)


def _put_bank(parent: Any, name: str, bank: str) -> None:
    _put(_put(_put(parent, name), "FinInstnId"), "Nm", bank)


@cache
def _schema() -> Any:
    with as_file(files("sepaxml") / "schemas" / "pain.001.001.09.xsd") as path:
        return etree.XMLSchema(etree.parse(str(path), _parser()))


def _schema_fault(root: Any) -> str:
    """What the published schema finds wrong with an order; empty where it holds."""
    schema = _schema()
    if schema.validate(root):
        return ""
    return str(schema.error_log.last_error.message)


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _parsed(content: bytes) -> Any:
    if not content:
        raise RuleBroken.because("file.empty")
    if len(content) > MAX_BYTES:
        raise RuleBroken.because("file.too_large", size_bytes=len(content), max_bytes=MAX_BYTES)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RuleBroken.because("bank.file_with_document_type")
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as problem:
        row = getattr(problem, "lineno", None) or 1
        raise RuleBroken.because("bank.file_not_whole", row=row) from problem
    if root.getroottree().docinfo.doctype:
        raise RuleBroken.because("bank.file_with_document_type")
    return root


def _answer(root: Any) -> Answer:
    report = _one(root, 1, "CstmrPmtStsRpt")
    group = _one(report, 1, "OrgnlGrpInfAndSts")
    said: list[Said] = []
    whole = _word(group, 1, "GrpSts", "")
    for block in report.iterchildren("{*}OrgnlPmtInfAndSts"):
        whole = _word(block, 1, "PmtInfSts", "") or whole
        said += list(_words(block.iterchildren("{*}TxInfAndSts"), len(said)))
    said += list(_words(group.iterchildren("{*}TxInfAndSts"), len(said)))
    count, total = _text(group, 1, "OrgnlNbOfTxs", ""), _text(group, 1, "OrgnlCtrlSum", "")
    return Answer(
        number=_text(report, 1, "GrpHdr/MsgId"),
        order=_text(group, 1, "OrgnlMsgId"),
        count=int(count) if count.isascii() and count.isdigit() else None,
        total_krw=_won(total, 1) if total else None,
        said=tuple(said),
        whole=None if whole is None or whole.verdict is Verdict.WAITING else whole,
    )


def _words(found: Iterable[Any], before: int) -> Iterator[Said]:
    for row, one in enumerate(found, before + 1):
        word = _word(one, row, "TxSts", _text(one, row, "OrgnlEndToEndId"))
        if word is None:
            raise RuleBroken.because("bank.part_missing", row=row, part="TxSts")
        yield word


def _word(node: Any, row: int, status: str, end_to_end_id: str) -> Said | None:
    code = _text(node, row, status, "")
    if not code:
        return None
    if code not in VERDICTS:
        raise RuleBroken.because("bank.status_unknown", row=row, status=code[:20])
    reasons = [_reason(one, "Rsn", "AddtlInf") for one in node.iterchildren("{*}StsRsnInf")]
    return Said(row, end_to_end_id, VERDICTS[code], "; ".join(one for one in reasons if one)[:300])


def _reason(node: Any, reason: str, more: str) -> str:
    """A bank's reason in its own words: the code and what it adds."""
    parts = [_text(node, 0, f"{reason}/Cd", "") or _text(node, 0, f"{reason}/Prtry", "")]
    parts += [(one.text or "").strip() for one in node.iterchildren(f"{{*}}{more}")]
    return " ".join(part for part in parts if part)


def _statement(root: Any) -> Statement:
    statement = _one(root, 1, "BkToCstmrStmt/Stmt")
    balances = {}
    for balance in statement.iterchildren("{*}Bal"):
        amount_krw = _amount(balance, 0)
        code = _text(balance, 0, "Tp/CdOrPrtry/Cd", "")
        if code in balances:
            raise RuleBroken.because("bank.part_missing", row=0, part=code)
        balances[code] = amount_krw if _text(balance, 0, "CdtDbtInd") == "CRDT" else -amount_krw
    for code in ("OPBD", "CLBD"):
        if code not in balances:
            raise RuleBroken.because("bank.part_missing", row=0, part=code)
    lines: list[Line] = []
    entries = [one for one in statement.iterchildren("{*}Ntry") if _booked(one)]
    for entry in entries:
        lines += _lines(entry, len(lines) + 1)
    stated = _text(statement, 0, "TxsSummry/TtlNtries/NbOfNtries", "")
    if stated and stated != str(len(entries)):
        raise RuleBroken.because("bank.entries_differ", said=stated[:20], there=len(entries))
    account = _text(statement, 0, "Acct/Id/Othr/Id", "") or _text(statement, 0, "Acct/Id/IBAN")
    return Statement(_text(statement, 0, "Id"), account, balances["OPBD"], balances["CLBD"], tuple(lines))


def _booked(entry: Any) -> bool:
    status = _text(entry, 0, "Sts/Cd", "") or _text(entry, 0, "Sts", "")
    return status == "BOOK"


def _lines(entry: Any, row: int) -> list[Line]:
    """The movements of one entry: each named payment, which together are the entry; else the entry itself."""
    amount_krw = _amount(entry, row)
    direction = _text(entry, row, "CdtDbtInd")
    if direction not in {"DBIT", "CRDT"}:
        raise RuleBroken.because("bank.part_missing", row=row, part="CdtDbtInd")
    on, reference = _day(entry, row), _text(entry, row, "AcctSvcrRef", "") or _text(entry, row, "NtryRef", "")
    details = [one for block in entry.iterchildren("{*}NtryDtls") for one in block.iterchildren("{*}TxDtls")]
    if not details:
        return [Line(row, direction == "DBIT", amount_krw, on, "", reference[:60])]
    found = []
    for place, one in enumerate(details, row):
        own = _text(one, place, "Refs/AcctSvcrRef", "") or (reference if len(details) == 1 else "")
        part_krw = _part(one, place, amount_krw if len(details) == 1 else None)
        reason = " ".join(_reason(back, "Rsn", "AddtlInf") for back in one.iterchildren("{*}RtrInf"))
        named = _text(one, place, "Refs/EndToEndId", "")
        known = "" if named == "NOTPROVIDED" else named[:35]
        found.append(Line(place, direction == "DBIT", part_krw, on, known, own[:60], reason[:300]))
    if sum(one.amount_krw for one in found) != amount_krw:
        raise RuleBroken.because(
            "bank.entry_does_not_add_up", row=row, said_krw=amount_krw, sum_krw=sum(one.amount_krw for one in found)
        )
    return found


def _part(details: Any, row: int, only_krw: int | None) -> int:
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        if details.find(_path(path)) is not None:
            return _amount(details, row, path)
    if only_krw is None:
        raise RuleBroken.because("bank.part_missing", row=row, part="TxDtls/Amt")
    return only_krw


def _day(entry: Any, row: int) -> date:
    text = _text(entry, row, "BookgDt/Dt", "") or _text(entry, row, "BookgDt/DtTm")[:10]
    with suppress(ValueError):
        return date.fromisoformat(text)
    raise RuleBroken.because("bank.part_missing", row=row, part="BookgDt")


def _amount(node: Any, row: int, path: str = "Amt") -> int:
    amount = _one(node, row, path)
    if amount.get("Ccy") != "KRW":
        raise RuleBroken.because("bank.not_won", row=row, currency=str(amount.get("Ccy"))[:10])
    return _won(amount.text or "", row)


def _won(text: str, row: int) -> int:
    """Whole won of a text such as 900000000 or 900000000.00."""
    try:
        amount = Decimal(text.strip())
        if amount.is_finite() and amount == amount.to_integral_value() and 0 <= amount <= MAX_KRW:
            return int(amount)
    except InvalidOperation:
        pass
    raise RuleBroken.because("bank.amount_not_won", row=row, amount=text[:40])


def _path(path: str) -> str:
    return "/".join(f"{{*}}{part}" for part in path.split("/"))


def _one(node: Any, row: int, path: str) -> Any:
    found = node.findall(_path(path))
    if len(found) != 1:
        raise RuleBroken.because("bank.part_missing", row=row, part=path)
    return found[0]


def _text(node: Any, row: int, path: str, otherwise: str | None = None) -> str:
    """The text of the one element at a path; more than one, or none where it must be, refuses the file."""
    if otherwise is not None and not node.findall(_path(path)):
        return otherwise
    text = (_one(node, row, path).text or "").strip()
    if not text and otherwise is None:
        raise RuleBroken.because("bank.part_missing", row=row, part=path)
    return text
