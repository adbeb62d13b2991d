"""Put the house's jobs on the worker's timetable; safe to repeat. A job that is no longer ours is taken off."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule

from goldenthread.foundation.notices.jobs import JOBS, next_time

OURS = "goldenthread."


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        now = timezone.now()
        with transaction.atomic():
            kept = [self._schedule(name, f"{job.__module__}.{job.__name__}", hour, now) for name, job, hour in JOBS]
            Schedule.objects.filter(func__startswith=OURS).exclude(pk__in=kept).delete()

    def _schedule(self, name, func, hour, now):
        kind = Schedule.MINUTES if hour is None else Schedule.DAILY
        standing = Schedule.objects.filter(func=func).order_by("pk").first()
        if standing and standing.schedule_type == kind and (hour is None or next_time(hour, now) == standing.next_run):
            return standing.pk
        standing = standing or Schedule(func=func)
        standing.name, standing.schedule_type, standing.repeats = name, kind, -1
        standing.minutes = 1 if hour is None else None
        standing.next_run = now if hour is None else next_time(hour, now)
        standing.save()
        return standing.pk
