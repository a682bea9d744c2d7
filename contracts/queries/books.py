"""The proof of the books: every won accounted for, in one read of one moment."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that should not be: the check that found it, which row, and the two figures that differ, in won."""

    check: str
    row: str
    expected_krw: int
    found_krw: int


CHECKS = {
    "balance_is_the_sum_of_transfers": """
        SELECT account.code, coalesce(credits.won, 0) - coalesce(debits.won, 0), account.balance_krw
        FROM contracts_account AS account
        LEFT JOIN (SELECT credit_id, sum(amount_krw) AS won FROM contracts_transfer GROUP BY credit_id) AS credits
            ON credits.credit_id = account.id
        LEFT JOIN (SELECT debit_id, sum(amount_krw) AS won FROM contracts_transfer GROUP BY debit_id) AS debits
            ON debits.debit_id = account.id
        WHERE coalesce(credits.won, 0) - coalesce(debits.won, 0) <> account.balance_krw
        ORDER BY account.id
    """,
    "books_close_at_zero": """
        SELECT 'all accounts', 0, sum(balance_krw) FROM contracts_account HAVING sum(balance_krw) <> 0
    """,
    "no_account_below_zero": """
        SELECT code, 0, balance_krw FROM contracts_account
        WHERE balance_krw < 0 AND kind NOT IN ('treasury', 'region') ORDER BY id
    """,
    "the_grant_is_accounted_for": """
        SELECT contract.number, contract.grant_krw, coalesce(sum(account.balance_krw), 0)
        FROM contracts_contract AS contract
        LEFT JOIN contracts_account AS account ON account.contract_id = contract.id
            AND account.kind IN ('reserved', 'paid', 'claimed', 'accepted', 'refused', 'carried_over', 'returned')
            AND account.source IN ('', 'grant')
        WHERE contract.state = 'in_force'
        GROUP BY contract.id HAVING coalesce(sum(account.balance_krw), 0) <> contract.grant_krw ORDER BY contract.id
    """,
    "the_match_is_accounted_for": """
        SELECT contract.number, contract.match_krw, coalesce(sum(account.balance_krw), 0)
        FROM contracts_contract AS contract
        LEFT JOIN contracts_account AS account ON account.contract_id = contract.id
            AND (account.kind IN ('match_pledged', 'match_deposited') OR (account.source = 'regional'
                AND account.kind IN ('claimed', 'accepted', 'refused', 'carried_over', 'returned')))
        WHERE contract.state = 'in_force'
        GROUP BY contract.id HAVING coalesce(sum(account.balance_krw), 0) <> contract.match_krw ORDER BY contract.id
    """,
    "a_confirmed_deposit_is_one_transfer": """
        SELECT contract.number || '/' || deposit.uid, CASE deposit.state WHEN 'confirmed' THEN deposit.amount_krw
            ELSE 0 END, coalesce(transfer.amount_krw, 0)
        FROM contracts_matchdeposit AS deposit
        JOIN contracts_contract AS contract ON contract.id = deposit.contract_id
        LEFT JOIN contracts_transfer AS transfer ON transfer.key = 'deposit/' || deposit.uid
        WHERE (deposit.state = 'confirmed') <> (transfer.id IS NOT NULL)
            OR transfer.amount_krw <> deposit.amount_krw ORDER BY deposit.id
    """,
    "a_years_lines_are_its_sums": """
        SELECT contract.number || '/' || year.index, year.grant_krw + year.match_krw + year.own_krw,
            coalesce(sum(line.amount_krw), 0)
        FROM contracts_projectyear AS year
        JOIN contracts_contract AS contract ON contract.id = year.contract_id
        LEFT JOIN contracts_budgetline AS line ON line.year_id = year.id
        GROUP BY contract.number, year.id
        HAVING coalesce(sum(line.amount_krw), 0) <> year.grant_krw + year.match_krw + year.own_krw ORDER BY year.id
    """,
    "a_contracts_years_are_its_sums": """
        SELECT contract.number, contract.grant_krw + contract.match_krw + contract.own_krw,
            coalesce(sum(year.grant_krw + year.match_krw + year.own_krw), 0)
        FROM contracts_contract AS contract
        LEFT JOIN contracts_projectyear AS year ON year.contract_id = contract.id
        GROUP BY contract.id
        HAVING coalesce(sum(year.grant_krw + year.match_krw + year.own_krw), 0)
            <> contract.grant_krw + contract.match_krw + contract.own_krw ORDER BY contract.id
    """,
    "tranches_are_the_years_grant": """
        SELECT contract.number || '/' || year.index, year.grant_krw, coalesce(sum(tranche.amount_krw), 0)
        FROM contracts_projectyear AS year
        JOIN contracts_contract AS contract ON contract.id = year.contract_id AND contract.state = 'in_force'
        LEFT JOIN contracts_tranche AS tranche ON tranche.year_id = year.id
        GROUP BY contract.number, year.id
        HAVING coalesce(sum(tranche.amount_krw), 0) <> year.grant_krw ORDER BY year.id
    """,
    "parts_add_up_to_their_tranche": """
        SELECT contract.number || '/' || year.index || '/' || tranche.code, max(tranche.agreed_krw),
            sum(tranche.amount_krw)
        FROM contracts_tranche AS tranche
        JOIN contracts_projectyear AS year ON year.id = tranche.year_id
        JOIN contracts_contract AS contract ON contract.id = tranche.contract_id
        WHERE tranche.agreed_krw IS NOT NULL
        GROUP BY contract.number, year.id, tranche.code
        HAVING sum(tranche.amount_krw) <> max(tranche.agreed_krw) OR max(tranche.agreed_krw) <> min(tranche.agreed_krw)
        ORDER BY year.id, tranche.code
    """,
    "a_recovery_is_one_transfer": """
        SELECT contract.number || '/' || year.index, recovery.amount_krw, coalesce(transfer.amount_krw, 0)
        FROM contracts_recovery AS recovery
        JOIN contracts_projectyear AS year ON year.id = recovery.year_id
        JOIN contracts_contract AS contract ON contract.id = recovery.contract_id
        LEFT JOIN contracts_transfer AS transfer
            ON transfer.key = 'recover/' || contract.number || '/' || year.index
        WHERE transfer.amount_krw IS DISTINCT FROM recovery.amount_krw ORDER BY recovery.id
    """,
    "a_paid_tranche_has_one_payment_of_its_amount": """
        SELECT contract.number || '/' || tranche.code, tranche.amount_krw, coalesce(sum(payment.amount_krw), 0)
        FROM contracts_tranche AS tranche
        JOIN contracts_contract AS contract ON contract.id = tranche.contract_id
        LEFT JOIN contracts_payment AS payment ON payment.tranche_id = tranche.id AND payment.state = 'paid'
        GROUP BY contract.number, tranche.id
        HAVING coalesce(sum(payment.amount_krw), 0)
            <> CASE WHEN tranche.state = 'paid' THEN tranche.amount_krw ELSE 0 END ORDER BY tranche.id
    """,
    "a_made_payment_is_one_transfer": """
        SELECT payment.end_to_end_id, payment.amount_krw, coalesce(transfer.amount_krw, 0)
        FROM contracts_payment AS payment
        LEFT JOIN contracts_transfer AS transfer ON transfer.key = 'pay/' || payment.end_to_end_id
        WHERE (payment.state IN ('paid', 'returned')) <> (transfer.id IS NOT NULL)
            OR transfer.amount_krw <> payment.amount_krw ORDER BY payment.id
    """,
    "a_returned_payment_was_moved_back": """
        SELECT payment.end_to_end_id, CASE payment.state WHEN 'returned' THEN payment.amount_krw ELSE 0 END,
            coalesce(back.amount_krw, 0)
        FROM contracts_payment AS payment
        LEFT JOIN contracts_transfer AS made ON made.key = 'pay/' || payment.end_to_end_id
        LEFT JOIN contracts_transfer AS back ON back.reverses_id = made.id
        WHERE (payment.state = 'returned') <> (back.id IS NOT NULL)
            OR back.amount_krw <> payment.amount_krw ORDER BY payment.id
    """,
    "a_tranche_has_one_payment_that_stands": """
        SELECT contract.number || '/' || tranche.code, CASE WHEN tranche.state IN ('batched', 'paid') THEN 1 ELSE 0 END,
            count(payment.id)
        FROM contracts_tranche AS tranche
        JOIN contracts_contract AS contract ON contract.id = tranche.contract_id
        LEFT JOIN contracts_payment AS payment ON payment.tranche_id = tranche.id
            AND payment.state IN ('instructed', 'accepted', 'paid')
        GROUP BY contract.number, tranche.id
        HAVING count(payment.id) <> CASE WHEN tranche.state IN ('batched', 'paid') THEN 1 ELSE 0 END
        ORDER BY tranche.id
    """,
    "an_ordered_batch_is_its_file": """
        SELECT batch.number, batch.total_krw, coalesce(sent.total_krw, 0)
        FROM contracts_paymentbatch AS batch
        LEFT JOIN contracts_bankorder AS sent ON sent.batch_id = batch.id
        WHERE (batch.ordered_at IS NOT NULL) <> (sent.id IS NOT NULL) OR sent.total_krw <> batch.total_krw
            OR sent.sha256 <> encode(sha256(sent.content), 'hex') OR (sent.id IS NOT NULL AND sent.count
                <> (SELECT count(*) FROM contracts_payment AS payment WHERE payment.batch_id = batch.id))
            OR batch.state IN ('ordered', 'settled') AND sent.id IS NULL
        ORDER BY batch.id
    """,
    "a_statement_is_its_lines": """
        SELECT file.number, file.closing_krw - file.opening_krw,
            coalesce(sum(CASE line.direction WHEN 'in' THEN line.amount_krw ELSE -line.amount_krw END), 0)
        FROM contracts_bankfile AS file
        LEFT JOIN contracts_statementline AS line ON line.file_id = file.id
        WHERE file.kind = 'statement'
        GROUP BY file.id
        HAVING coalesce(sum(CASE line.direction WHEN 'in' THEN line.amount_krw ELSE -line.amount_krw END), 0)
            <> file.closing_krw - file.opening_krw OR count(line.id) <> file.count ORDER BY file.id
    """,
    "a_matched_line_is_its_payment": """
        SELECT file.number || '/' || line.row, line.amount_krw, payment.amount_krw
        FROM contracts_statementline AS line
        JOIN contracts_bankfile AS file ON file.id = line.file_id
        JOIN contracts_payment AS payment ON payment.id = line.payment_id
        WHERE payment.amount_krw <> line.amount_krw OR payment.end_to_end_id <> line.end_to_end_id
            OR payment.state NOT IN ('paid', 'returned') OR line.direction = 'in' AND payment.state <> 'returned'
        ORDER BY line.id
    """,
    "won_paid_out_were_paid_by_payments": """
        SELECT contract.number, coalesce(payments.won, 0), coalesce(accounts.won, 0)
        FROM contracts_contract AS contract
        LEFT JOIN (
            SELECT contract_id, sum(balance_krw) AS won FROM contracts_account
            WHERE kind IN ('paid', 'claimed', 'accepted', 'refused', 'carried_over', 'returned')
                AND source IN ('', 'grant')
            GROUP BY contract_id
        ) AS accounts ON accounts.contract_id = contract.id
        LEFT JOIN (
            SELECT tranche.contract_id, sum(payment.amount_krw) AS won
            FROM contracts_payment AS payment JOIN contracts_tranche AS tranche ON tranche.id = payment.tranche_id
            WHERE payment.state = 'paid' GROUP BY tranche.contract_id
        ) AS payments ON payments.contract_id = contract.id
        WHERE coalesce(payments.won, 0) <> coalesce(accounts.won, 0) ORDER BY contract.id
    """,
    "a_batch_is_the_sum_of_its_payments": """
        SELECT batch.number, batch.total_krw, coalesce(sum(payment.amount_krw), 0)
        FROM contracts_paymentbatch AS batch
        LEFT JOIN contracts_payment AS payment ON payment.batch_id = batch.id
        GROUP BY batch.id
        HAVING coalesce(sum(payment.amount_krw), 0) <> batch.total_krw ORDER BY batch.id
    """,
    "an_approved_batch_has_two_approvers_and_neither_drew_it_up": """
        SELECT batch.number, 2, count(DISTINCT approval.user_id)
        FROM contracts_paymentbatch AS batch
        LEFT JOIN contracts_approval AS approval
            ON approval.batch_id = batch.id AND approval.user_id IS DISTINCT FROM batch.drawn_up_by
        WHERE batch.state IN ('approved', 'ordered', 'paid', 'settled')
        GROUP BY batch.id HAVING count(DISTINCT approval.user_id) < 2 ORDER BY batch.id
    """,
    "contracts_keep_within_the_calls_budget": """
        SELECT call.code, call.budget_krw, sum(contract.grant_krw)
        FROM programs_call AS call
        JOIN contracts_contract AS contract ON contract.call_id = call.id AND contract.state <> 'cancelled'
        GROUP BY call.id HAVING sum(contract.grant_krw) > call.budget_krw ORDER BY call.id
    """,
}


def breaches() -> list[Breach]:
    """Every breach of the books, in the order of the checks, all read from one snapshot. Empty where they hold."""
    outermost = not connection.in_atomic_block
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for check, sql in CHECKS.items():
            cursor.execute(sql)
            found += [Breach(check, row, int(expected), int(there)) for row, expected, there in cursor.fetchall()]
    return found
