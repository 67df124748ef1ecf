"""Law 7 as questions to the database: a place is offered to one person at a time, held for them, and nobody has two."""

from __future__ import annotations

from storage.proof import Proof

WAITS = (
    Proof(7, "a person has two offers to answer", """
        SELECT MIN(id) AS offer, MAX(id) AS again FROM offer
        WHERE practice_id = :practice AND state IN ('live', 'open') GROUP BY person_id HAVING COUNT(*) > 1"""),
    Proof(7, "a place is offered to two persons at once", """
        SELECT MIN(o.id) AS offer, MAX(o.id) AS again FROM offer o JOIN service s ON s.id = o.service_id
        WHERE o.practice_id = :practice AND o.state = 'live' AND s.capacity = 1
        GROUP BY o.practitioner_id, o.starts_at HAVING COUNT(*) > 1
        UNION SELECT MIN(id), MAX(id) FROM offer WHERE practice_id = :practice AND state = 'live'
        GROUP BY booking_id HAVING COUNT(*) > 1"""),
    Proof(7, "an offer does not hold its place until its deadline", """
        SELECT o.id AS offer, b.id AS booking FROM offer o JOIN booking b ON b.id = o.booking_id
        JOIN appointment a ON a.id = b.appointment_id
        WHERE o.practice_id = :practice AND o.state = 'live'
        AND (b.status <> 'held' OR b.held_until <> o.until OR b.client_id <> o.client_id
            OR a.starts_at <> o.starts_at OR a.practitioner_id <> o.practitioner_id)"""),
    Proof(7, "a place that is held for one is open to others", """
        SELECT l.id AS offer, o.id AS again FROM offer l JOIN offer o
        ON o.practitioner_id = l.practitioner_id AND o.starts_at = l.starts_at JOIN service s ON s.id = l.service_id
        WHERE l.practice_id = :practice AND l.state = 'live' AND o.state = 'open' AND s.capacity = 1"""),
    Proof(7, "an offer was accepted and booked nothing", """
        SELECT o.id AS offer FROM offer o WHERE o.practice_id = :practice AND o.state = 'accepted' AND NOT EXISTS (
            SELECT 1 FROM audit_entry e WHERE e.booking_id = COALESCE(o.swap_booking_id, o.booking_id)
            AND e.what IN ('booked', 'moved'))"""),
    Proof(7, "one booking was accepted twice", """
        SELECT MIN(id) AS offer, MAX(id) AS again FROM offer WHERE practice_id = :practice AND state = 'accepted'
        AND swap_booking_id IS NULL GROUP BY booking_id HAVING COUNT(*) > 1"""),
)  # fmt: skip
