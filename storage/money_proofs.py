"""Laws 4 and 8 as questions: every movement of money is one row of ours, sums are right, what was quoted is charged.

What the provider itself says is compared in core.takings.
"""

# ruff: noqa: S608  the questions are put together from words of this file alone

from __future__ import annotations

from storage.proof import Proof

# What a cardholder claims back is not ours to count on, nor to send back; a refund that failed is the practice's debt.
_DISPUTED = "SELECT payment_id FROM dispute WHERE status IN ('open', 'lost')"
_BACK = """
    SELECT payment_id, SUM(amount) AS amount FROM refund WHERE status <> 'cancelled' GROUP BY payment_id
"""
_HERE = f"""
    SELECT p.invoice_id, SUM(p.amount - COALESCE(back.amount, 0)) AS amount
    FROM payment p LEFT JOIN ({_BACK}) AS back ON back.payment_id = p.id
    WHERE p.practice_id = :practice AND p.id NOT IN ({_DISPUTED}) GROUP BY p.invoice_id
"""
_CREDITED = """
    SELECT refers_to, SUM(total) AS amount FROM invoice
    WHERE practice_id = :practice AND refers_to IS NOT NULL AND NOT void GROUP BY refers_to
"""
_CARD = """
    SELECT invoice_id, COUNT(*) AS times, SUM(amount) AS amount FROM payment
    WHERE practice_id = :practice AND method = 'card' GROUP BY invoice_id
"""
_ASKED = """
    SELECT invoice_id, COUNT(*) AS times, SUM(amount) AS amount FROM payment_order
    WHERE practice_id = :practice AND kind IN ('checkout', 'charge') AND status = 'done' GROUP BY invoice_id
"""

MONEY = (
    Proof(4, "the lines of an invoice do not add up to it", """
        SELECT i.id AS invoice FROM invoice i WHERE i.practice_id = :practice
        AND i.subtotal <> (SELECT COALESCE(SUM(l.amount), 0) FROM invoice_line l WHERE l.invoice_id = i.id)"""),
    Proof(4, "the taxes of an invoice do not add up to it", """
        SELECT i.id AS invoice FROM invoice i WHERE i.practice_id = :practice
        AND i.tax <> (SELECT COALESCE(SUM(t.amount), 0) FROM line_tax t JOIN invoice_line l ON l.id = t.line_id
            WHERE l.invoice_id = i.id)"""),
    Proof(4, "the numbers of invoices have a gap", """
        SELECT MAX(number) AS newest, COUNT(*) AS invoices FROM invoice WHERE practice_id = :practice
        HAVING MAX(number) - MIN(number) + 1 <> COUNT(*)"""),
    Proof(4, "an invoice is paid above its total", f"""
        SELECT i.id AS invoice FROM invoice i JOIN ({_HERE}) AS here ON here.invoice_id = i.id
        LEFT JOIN ({_CREDITED}) AS note ON note.refers_to = i.id
        WHERE NOT i.void AND here.amount > i.total - COALESCE(note.amount, 0)"""),
    Proof(4, "money lies on an invoice that is void", f"""
        SELECT i.id AS invoice FROM invoice i JOIN ({_HERE}) AS here ON here.invoice_id = i.id
        WHERE i.void AND here.amount > 0"""),
    Proof(4, "an invoice says that it is paid and is not, or the other way", f"""
        SELECT i.id AS invoice FROM invoice i JOIN ({_HERE}) AS here ON here.invoice_id = i.id
        LEFT JOIN ({_CREDITED}) AS note ON note.refers_to = i.id
        WHERE NOT i.void AND i.paid <> (here.amount >= i.total - COALESCE(note.amount, 0))
        AND NOT EXISTS (SELECT 1 FROM payment p JOIN refund r ON r.payment_id = p.id
            WHERE p.invoice_id = i.id AND r.status = 'failed')
        AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.invoice_id = i.id AND p.id IN ({_DISPUTED}))"""),
    Proof(4, "more goes back than was paid", """
        SELECT p.id AS payment FROM payment p JOIN refund r ON r.payment_id = p.id
        WHERE p.practice_id = :practice AND r.status IN ('pending', 'succeeded')
        GROUP BY p.id, p.amount HAVING SUM(r.amount) > p.amount"""),
    Proof(4, "a refund went to a card and has no id at the provider", """
        SELECT r.id AS refund FROM refund r JOIN payment p ON p.id = r.payment_id
        WHERE r.practice_id = :practice AND p.method = 'card' AND r.status IN ('pending', 'succeeded')
        AND r.provider_id IS NULL"""),
    Proof(4, "a refund is owed to a card and nothing will send it", """
        SELECT r.id AS refund FROM refund r JOIN payment p ON p.id = r.payment_id
        WHERE r.practice_id = :practice AND p.method = 'card' AND r.status = 'owed' AND NOT EXISTS (
            SELECT 1 FROM payment_order o WHERE o.refund_id = r.id AND o.status IN ('due', 'claimed', 'open'))"""),
    Proof(4, "a charge of ours and the payments by card are not as many", f"""
        SELECT i.id AS invoice FROM invoice i
        LEFT JOIN ({_CARD}) AS card ON card.invoice_id = i.id LEFT JOIN ({_ASKED}) AS asked ON asked.invoice_id = i.id
        WHERE i.practice_id = :practice AND COALESCE(card.times, 0) <> COALESCE(asked.times, 0)"""),
    Proof(4, "a package was paid by nobody knows whom: its sale has two", """
        SELECT package_id AS package, MIN(id) AS sale, MAX(id) AS again FROM sale
        WHERE practice_id = :practice AND package_id IS NOT NULL GROUP BY package_id HAVING COUNT(*) > 1"""),
    Proof(8, "what was paid is not what was asked for", f"""
        SELECT card.invoice_id AS invoice FROM ({_CARD}) AS card JOIN ({_ASKED}) AS asked
        ON asked.invoice_id = card.invoice_id WHERE card.times = asked.times AND card.amount <> asked.amount"""),
    Proof(8, "a plan was invoiced at another price than was agreed on", """
        SELECT s.id AS sale, i.id AS invoice FROM sale s JOIN invoice i ON i.id = s.invoice_id
        WHERE s.practice_id = :practice AND NOT i.void AND s.price <> i.total"""),
    Proof(8, "a month was renewed at another price than its membership's", """
        SELECT s.id AS sale, p.id AS package FROM sale s JOIN package p ON p.id = s.package_id
        WHERE s.practice_id = :practice AND s.membership_id IS NOT NULL AND s.agreed_at IS NULL
        AND s.price <> p.price"""),
    Proof(8, "the instalments of a plan are not its price", """
        SELECT s.id AS sale FROM sale s JOIN instalment p ON p.sale_id = s.id
        WHERE s.practice_id = :practice AND s.status <> 'cancelled' AND p.status <> 'void'
        GROUP BY s.id, s.price HAVING SUM(p.amount) <> s.price"""),
    Proof(8, "a deposit is more than the price that was quoted", """
        SELECT o.id AS order_id, b.id AS booking FROM payment_order o JOIN booking b ON b.id = o.booking_id
        WHERE o.practice_id = :practice AND o.kind = 'checkout' AND o.amount > b.price"""),
)  # fmt: skip
