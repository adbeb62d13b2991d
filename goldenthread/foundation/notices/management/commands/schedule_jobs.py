"""Put the jobs that rooms offer on the worker's timetable; safe to repeat. One that is no longer ours is taken off."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django_q.models import Schedule

from goldenthread.foundation import clock, room
from goldenthread.foundation.notices.jobs import next_time

OURS = "goldenthread."


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        now = clock.now()
        with transaction.atomic():
            kept = [
                self._schedule(job.name, f"{job.run.__module__}.{job.run.__name__}", job.when, now)
                for job in room.offered("jobs")
            ]
            Schedule.objects.filter(func__startswith=OURS).exclude(pk__in=kept).delete()

    def _schedule(self, name, func, when, now):
        often = isinstance(when, int)
        kind, minutes = (Schedule.MINUTES, when) if often else (Schedule.DAILY, None)
        standing = Schedule.objects.filter(func=func).order_by("pk").first()
        same = standing and (standing.schedule_type, standing.minutes) == (kind, minutes)
        if same and (often or next_time(when, now) == standing.next_run):
            return standing.pk
        standing = standing or Schedule(func=func)
        standing.name, standing.schedule_type, standing.repeats = name, kind, -1
        standing.minutes = minutes
        standing.next_run = now if often else next_time(when, now)
        standing.save()
        return standing.pk
