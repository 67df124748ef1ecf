"""Papers on their way: a link by SMS, a file on Telegram, and a page that shows it for some days only."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from bot import stage
from bot.pdf import Paper, draw
from handlers.say import Document, Say
from storage import post
from storage.models import Channel, Contact, Invoice, InvoiceKind, InvoiceLine, Person, Plan, Receipt, ReceiptKind
from storage.store import Store
from tests.bot.conftest import Clock, running

JULIE, PHONE = 7001, "+15145550123"
PRACTICE = {
    "name": "Kinésiologie du Plateau",
    "address": "4210, rue Saint-Denis, Montréal",
    "phone": "+15145550100",
    "email": "",
    "currency": "CAD",
}
ROW = {
    "booking": 1, "package": 1, "credits": 100, "on": "2026-01-08", "what": "Séance de kinésiologie",
    "code": "attended", "minutes": 60, "practitioner": "Ana Silva", "licence": "R.Kin 10482", "amount": 8500,
    "taxes": [], "total": 8500,
}  # fmt: skip
SOLD = {"what": "Forfait Progrès", "code": "package", "amount": 8500, "taxes": [], "total": 8500}
NOTE = {"withdraws": 1, "refers_to": 1, "refers_to_kind": "insurance"}
PAID = {
    "method": "card", "paid_on": "2026-01-08", "paid_before": 0, "left": 0, "invoice": 4, "invoiced_on": "2026-01-08",
    "invoice_total": 8500,
}  # fmt: skip
BILLED = {
    "invoiced_on": "2026-01-08", "invoice_total": 8500, "invoice": 12, "void": False, "as_of": "2026-11-22",
    "paid": [["2026-01-08", "card", 8500], ["2026-01-09", "", 100]], "credited": [[13, 100]], "back": 100, "left": 0,
}  # fmt: skip
CONTRACT = {
    "sale": 1, "names": {"fr": "Forfait Progrès", "en": "Progress Plan"}, "clients": ["Julie Łącka"], "credits": 800,
    "services": [{"names": {"fr": "Séance", "en": "Session"}, "minutes": 60, "cost": 100}], "monthly": False,
    "validity_days": None, "place": "Montréal", "way": "instalments", "terms": "Sans frais.", "agreed": True,
    "instalments": [{"amount": 34000, "on": "", "after": 1}, {"amount": 34000, "on": "2026-05-01", "after": None}],
}  # fmt: skip


def said(rows, **more):
    taxes = [["GST", 50_000, 370], ["QST", 99_750, 737]] if more.pop("taxed", False) else []
    head = {"practice": PRACTICE, "tax_numbers": {"gst": "1", "qst": "2"}, "payer": "Julie Łącka", "on": "2026-11-22"}
    return {**head, "client": "Léa 李", "rows": rows, "subtotal": 8500, "taxes": taxes, **more}


@pytest.fixture
def julie(database):
    """A client with a receipt, on both channels."""
    now = datetime.now(UTC)
    with database.transaction(1) as session:
        store = Store(session, 1)
        person = store.add(Person(practice_id=1, name="Julie", language="fr", created_at=now))
        for channel, address in ((Channel.SMS, PHONE), (Channel.TELEGRAM, str(JULIE))):
            store.add(Contact(practice_id=1, person_id=person.id, channel=channel, address=address, heard_at=now))
        store.add(
            Receipt(
                practice_id=1, kind=ReceiptKind.INSURANCE, number=12, person_id=person.id, language="fr",
                lines=said([ROW]), total=8500, issued_at=now, act="a",
            )
        )  # fmt: skip
        return person.id


def owe(database, person_id, channel, copy=0, kind="receipt"):
    with database.transaction(1) as session:
        store = Store(session, 1)
        contact = next(c for c in store.contacts(person_id) if c.channel is channel)
        say = Say("Voici votre reçu.", document=Document(kind, 1, copy))
        post.owe(
            store, key=f"{channel}:{copy}", kind="reply", person_id=person_id, contact_id=contact.id,
            body=say.as_dict(), act="a", due_at=datetime.now(UTC) - timedelta(seconds=1),
        )  # fmt: skip


def fetch(repbook_url, path):
    parts = urlsplit(repbook_url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_by_sms_it_is_a_link_and_the_link_shows_it_for_seven_days(settings, parrot, database, julie, twilio, telegram):
    clock = Clock()
    owe(database, julie, Channel.SMS)
    with running(settings, parrot.conversation(), twilio, telegram, clock=clock):
        text = twilio.heard(PHONE)
        link = re.fullmatch(r"Voici votre recu\.\n(https://book\.example\.com)(/p/receipt/[\w-]+)", text)
        assert link, text
        assert not re.search(r"julie|\+1514", link[2], re.IGNORECASE)
        here = twilio.reach[link[1]]
        status, headers, body = fetch(here, link[2])
        assert (status, headers["content-type"]) == (200, "application/pdf")
        assert headers["content-disposition"] == 'inline; filename="recu-assurance-12.pdf"'
        assert "no-store" in headers["cache-control"]
        assert body.startswith(b"%PDF-")
        clock.skip(days=7, minutes=1)
        status, headers, body = fetch(here, link[2])
        assert status == 404
        assert "Ce lien est expiré" in body.decode()
        assert "This link is over" in body.decode()


def test_a_link_that_is_not_ours_leads_to_the_same_page(settings, parrot, database, julie, twilio, telegram):
    with running(settings, parrot.conversation(), twilio, telegram):
        here = twilio.reach["https://book.example.com"]
        for path in ("/p/receipt/AAAA", "/p/receipt/%C3%A9", "/p/invoice/" + "A" * 30, "/p/terms/" + "A" * 30):
            status, _, body = fetch(here, path)
            assert (status, b"This link is over" in body) == (404, True)


def test_an_invoice_and_the_terms_of_a_plan_have_links_of_their_own(
    settings, parrot, database, julie, twilio, telegram
):
    with database.transaction(1) as session:
        store, now = Store(session, 1), datetime.now(UTC)
        invoice = store.add(
            Invoice(practice_id=1, person_id=julie, number=41, total=900, subtotal=900, at=now, act="a")
        )
        store.add(InvoiceLine(invoice_id=invoice.id, n=1, amount=900, what="deposit"))
        names = {"en": "Progress Plan", "fr": "Forfait Progrès"}
        store.add(Plan(practice_id=1, key="p", names=names, outcomes={}, credits=800, price=68000, validity_days=180))
    owe(database, julie, Channel.SMS, kind="invoice")
    owe(database, julie, Channel.SMS, copy=1, kind="terms")
    clock = Clock()
    with running(settings, parrot.conversation(), twilio, telegram, clock=clock):
        texts = [twilio.heard(PHONE), twilio.heard(PHONE, 2)]
        here = twilio.reach["https://book.example.com"]
        paths = {kind: re.search(rf"/p/{kind}/([\w-]+)", "\n".join(texts)) for kind in ("invoice", "terms")}
        status, headers, body = fetch(here, paths["invoice"][0])
        assert (status, headers["content-type"], body[:5]) == (200, "application/pdf", b"%PDF-")
        assert headers["content-disposition"] == 'inline; filename="facture-41.pdf"'
        assert "no-store" in headers["cache-control"]
        status, headers, body = fetch(here, paths["terms"][0])
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "Forfait Progrès" in body.decode()
        assert "8 séances, 680" in body.decode().replace("\xa0", " ")
        status, _, body = fetch(here, paths["terms"][0] + "?lang=en")
        assert "8 sessions, $680" in body.decode()
        for kind, other in (("invoice", "receipt"), ("terms", "invoice"), ("invoice", "terms")):
            status, _, _ = fetch(here, f"/p/{other}/{paths[kind][1]}")
            assert status == 404, "a link leads to what it was made for, and to nothing else"
        clock.skip(days=7, minutes=1)
        assert [fetch(here, path[0])[0] for path in paths.values()] == [404, 404]


def test_on_telegram_it_is_a_file_below_the_words(settings, parrot, database, julie, twilio, telegram):
    telegram.messages[JULIE] = []
    owe(database, julie, Channel.TELEGRAM, copy=1)
    with running(settings, parrot.conversation(), twilio, telegram):
        message = telegram.wait_for(JULIE)
    assert message["caption"] == "Voici votre reçu."
    assert message["document"]["file_name"] == "recu-assurance-12.pdf"
    assert message["document"]["mime_type"] == "application/pdf"
    assert telegram.uploads[message["message_id"]].startswith(b"%PDF-")


# How they are drawn

KINDS = {
    ReceiptKind.INSURANCE: said([ROW, {**ROW, "practitioner": "Marc", "licence": "R.Kin 2"}]),
    ReceiptKind.MISSED: said([{**ROW, "code": "no_show"}], taxed=True),
    ReceiptKind.PAYMENT: said([SOLD], **PAID, taxed=True),
    ReceiptKind.CREDIT_NOTE: said([ROW], **NOTE),
    InvoiceKind.INVOICE: said([SOLD], **BILLED, taxed=True),
    ReceiptKind.CONTRACT: said([], **CONTRACT, taxed=True),
}


def paper(kind, language="en", copy=0, lines=None):
    return Paper(kind, 12, language, lines or KINDS[kind], 8500, datetime(2026, 11, 22, tzinfo=UTC), copy)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", [*ReceiptKind, InvoiceKind.INVOICE])
def test_every_kind_is_drawn_in_both_languages(kind, language):
    drawn = draw(paper(kind, language))
    assert drawn.startswith(b"%PDF-")
    assert drawn == draw(paper(kind, language)), "the same paper is the same file"


def test_a_duplicate_is_not_the_original():
    assert draw(paper(ReceiptKind.INSURANCE)) != draw(paper(ReceiptKind.INSURANCE, copy=1))


def test_a_receipt_of_a_whole_year_goes_on_on_a_second_page():
    drawn = draw(paper(ReceiptKind.INSURANCE, lines=said([ROW] * 60)))
    assert drawn.count(b"/Type /Page\n") > 1


def test_at_the_terminal_it_lies_in_a_folder(tmp_path):
    place = stage._kept(paper(ReceiptKind.PAYMENT, copy=1), tmp_path / "papers")
    assert place.name == "copy-1-payment-receipt-12.pdf"
    assert place.read_bytes().startswith(b"%PDF-")
