"""Law 4 on paper, as questions: receipts are numbered without gaps, and say what was paid, once."""

from __future__ import annotations

from storage.proof import Proof

PAPERS = (
    Proof(4, "the numbers of a kind of receipt have a gap", """
        SELECT MAX(id) AS newest, COUNT(*) AS papers FROM receipt WHERE practice_id = :practice
        GROUP BY kind HAVING MAX(number) <> COUNT(*)"""),
    Proof(4, "a payment has two receipts", """
        SELECT MIN(id) AS receipt, MAX(id) AS again FROM receipt
        WHERE practice_id = :practice AND kind = 'payment' AND payment_id IS NOT NULL
        GROUP BY payment_id HAVING COUNT(*) > 1"""),
    Proof(4, "a receipt says another amount than was paid", """
        SELECT r.id AS receipt, p.id AS payment FROM receipt r JOIN payment p ON p.id = r.payment_id
        WHERE r.practice_id = :practice AND r.kind = 'payment' AND r.total <> p.amount"""),
)  # fmt: skip
