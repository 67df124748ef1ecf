"""The time that somebody wants a receipt for lies behind."""

from datetime import date

import pytest

from handlers.papers import kind_in
from handlers.periods import read
from storage.models import InvoiceKind, ReceiptKind

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("receipt for january", "2026-01-01", "2026-02-01"),
        ("un reçu pour janvier", "2026-01-01", "2026-02-01"),
        ("receipt for november", "2025-11-01", "2025-12-01"),
        ("receipts for march", "2026-03-01", "2026-04-01"),
        ("receipt for december 2024", "2024-12-01", "2025-01-01"),
        ("reçus d'août 2025 svp", "2025-08-01", "2025-09-01"),
        ("receipt for last month", "2026-02-01", "2026-03-01"),
        ("le reçu du mois dernier", "2026-02-01", "2026-03-01"),
        ("reçu pour ce mois-ci", "2026-03-01", "2026-04-01"),
        ("all my receipts for 2025", "2025-01-01", "2026-01-01"),
        ("mes reçus de l'année dernière", "2025-01-01", "2026-01-01"),
        ("receipts january to march", "2026-01-01", "2026-04-01"),
        ("reçus de janvier à février", "2026-01-01", "2026-03-01"),
        ("receipt for jan 20", "2026-01-20", "2026-01-21"),
        ("reçu du 1er mars", "2026-03-01", "2026-03-02"),
        ("receipt for today", "2026-03-10", "2026-03-11"),
        ("reçu d'hier", "2026-03-09", "2026-03-10"),
    ],
)
def test_a_period_that_is_named(text, first, end):
    found = read(text, TODAY)
    assert (found.first.isoformat(), found.end.isoformat()) == (first, end)


@pytest.mark.parametrize(
    "text", ["receipt please", "reçu svp", "my insurance receipt", "can i get one for my last visit"]
)
def test_no_period(text):
    assert read(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("insurance receipt", ReceiptKind.INSURANCE),
        ("mon reçu d'assurance", ReceiptKind.INSURANCE),
        ("payment receipt", ReceiptKind.PAYMENT),
        ("facture svp", InvoiceKind.INVOICE),
        ("invoice for the payment of january", InvoiceKind.INVOICE),
        ("facture pour mes assurances", ReceiptKind.INSURANCE),
        ("invoice for my sessions", InvoiceKind.INVOICE),
        ("receipt for my sessions", ReceiptKind.INSURANCE),
        ("receipt for missed sessions", ReceiptKind.MISSED),
        ("frais pour séance manquée", ReceiptKind.MISSED),
        ("receipt please", None),
    ],
)
def test_a_kind_that_is_named(text, kind):
    assert kind_in(text) == kind
