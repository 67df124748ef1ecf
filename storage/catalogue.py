"""What the practice file says, as we asked the database for it: who works here and when, what is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, or_, select

from storage.asking import Asking
from storage.models import (
    ClassTime,
    ExtraHours,
    Plan,
    PlanService,
    Practice,
    Practitioner,
    Service,
    ServiceGiver,
    Source,
    TimeOff,
    WorkingHours,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Catalogue(Asking):
    """Practitioners, hours, services and plans. Lists are in the order of the practice file."""

    def practitioners(self, *, gone: bool = False) -> Sequence[Practitioner]:
        """Those who work here; with `gone`, those who did too."""
        wanted = select(Practitioner).where(Practitioner.practice_id == self.practice_id).order_by(col(Practitioner.id))
        return self.session.exec(wanted if gone else wanted.where(col(Practitioner.active))).all()

    def practitioner(self, practitioner_id: int) -> Practitioner:
        return self.session.get_one(Practitioner, practitioner_id)

    def services(self, *, gone: bool = False) -> Sequence[Service]:
        """What is offered; with `gone`, what was too."""
        wanted = select(Service).where(Service.practice_id == self.practice_id)
        wanted = wanted.order_by(col(Service.position), col(Service.id))
        return self.session.exec(wanted if gone else wanted.where(col(Service.active))).all()

    def service(self, service_id: int) -> Service:
        return self.session.get_one(Service, service_id)

    def service_by_key(self, key: str) -> Service | None:
        return self.session.exec(
            select(Service).where(Service.practice_id == self.practice_id, Service.key == key)
        ).first()

    def plans(self, *, gone: bool = False) -> Sequence[Plan]:
        """What is for sale; with `gone`, what was too."""
        wanted = select(Plan).where(Plan.practice_id == self.practice_id).order_by(col(Plan.position), col(Plan.id))
        return self.session.exec(wanted if gone else wanted.where(col(Plan.active))).all()

    def plan(self, plan_id: int) -> Plan:
        return self.session.get_one(Plan, plan_id)

    def plan_by_key(self, key: str) -> Plan | None:
        return self.session.exec(select(Plan).where(Plan.practice_id == self.practice_id, Plan.key == key)).first()

    def plan_services(self, plan_id: int) -> Sequence[PlanService]:
        """The services that a plan covers today, and what each costs."""
        return self.session.exec(select(PlanService).where(PlanService.plan_id == plan_id)).all()

    def givers(self) -> Sequence[ServiceGiver]:
        """Who gives what, of all services."""
        wanted = select(ServiceGiver).join(Service, col(Service.id) == ServiceGiver.service_id)
        return self.session.exec(wanted.where(Service.practice_id == self.practice_id)).all()

    def givers_of(self, service_id: int) -> Sequence[Practitioner]:
        """Who gives a service, and works here."""
        wanted = select(Practitioner).join(ServiceGiver, col(ServiceGiver.practitioner_id) == Practitioner.id)
        wanted = wanted.where(ServiceGiver.service_id == service_id, col(Practitioner.active))
        return self.session.exec(wanted.order_by(col(Practitioner.id))).all()

    def class_times(self) -> Sequence[ClassTime]:
        """The fixed weekly starts of all classes."""
        wanted = select(ClassTime).join(Service, col(Service.id) == ClassTime.service_id)
        wanted = wanted.where(Service.practice_id == self.practice_id).order_by(
            col(ClassTime.weekday), col(ClassTime.starts)
        )
        return self.session.exec(wanted).all()

    def working_hours(self) -> Sequence[WorkingHours]:
        """The weekly windows of everybody, in order of the week."""
        wanted = select(WorkingHours).join(Practitioner, col(Practitioner.id) == WorkingHours.practitioner_id)
        wanted = wanted.where(Practitioner.practice_id == self.practice_id)
        return self.session.exec(wanted.order_by(col(WorkingHours.weekday), col(WorkingHours.opens))).all()

    def time_off(self, *, after: datetime | None = None, source: Source | None = None) -> Sequence[TimeOff]:
        """Time off and closures that end after an instant, of one source or of all, in order of time."""
        wanted = select(TimeOff).where(TimeOff.practice_id == self.practice_id).order_by(col(TimeOff.starts_at))
        if after is not None:
            wanted = wanted.where(TimeOff.ends_at > after)
        if source is not None:
            wanted = wanted.where(TimeOff.source == source)
        return self.session.exec(wanted).all()

    def extra_hours(self, *, after: datetime | None = None, practitioner_id: int | None = None) -> Sequence[ExtraHours]:
        """Time that is worked besides the week's hours and ends after an instant, in order of time."""
        wanted = select(ExtraHours).where(ExtraHours.practice_id == self.practice_id)
        if after is not None:
            wanted = wanted.where(ExtraHours.ends_at > after)
        if practitioner_id is not None:
            wanted = wanted.where(ExtraHours.practitioner_id == practitioner_id)
        return self.session.exec(wanted.order_by(col(ExtraHours.starts_at))).all()

    def is_off(self, practitioner_id: int, start: datetime, end: datetime) -> TimeOff | None:
        """Time off, theirs or the whole practice's, that touches this span."""
        wanted = select(TimeOff).where(TimeOff.practice_id == self.practice_id)
        wanted = wanted.where(TimeOff.starts_at < end, TimeOff.ends_at > start)
        whose = or_(col(TimeOff.practitioner_id).is_(None), TimeOff.practitioner_id == practitioner_id)
        return self.session.exec(wanted.where(whose).order_by(col(TimeOff.starts_at))).first()

    def practice_by_key(self, key: str) -> Practice | None:
        return self.session.exec(select(Practice).where(Practice.key == key)).first()

    def changed(self, practice: Practice) -> None:
        """Hours, time off, services, plans or rules are not what they were: nobody may use what they remember.

        Whoever writes any of these calls it in the same transaction.
        """
        practice.version += 1
        self.session.info["practice_changed"] = True
        self.add(practice)
