"""A made-up children in need census: episodes as the rules of the census allow them."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..calendar import bank_holidays
from ..formats import cin

DAY = datetime.timedelta(days=1)
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
WHITE_BRITISH_SHARE = 0.7
OTHER_ETHNICITIES = tuple(code for code in cin.ETHNICITIES if code != "WBRI")
FACTORS = tuple(code for code in cin.FACTORS if code not in ("18A", "19A", "20", "21"))
DISABILITIES = tuple(code for code in cin.DISABILITIES if code != "NONE")
CLOSURES = ("RC1", "RC3", "RC4", "RC5", "RC6", "RC7", "RC7", "RC7")


@dataclass
class Episode:
    """One episode of need; each list holds dictionaries of the census's own field names."""

    fields: dict[str, object]
    assessments: list[dict] = field(default_factory=list)
    plans: list[dict] = field(default_factory=list)
    enquiries: list[dict] = field(default_factory=list)
    protection: list[dict] = field(default_factory=list)


@dataclass
class Child:
    """One made-up child: the fields of the identifiers, ethnicity, disabilities and episodes."""

    fields: dict[str, object]
    ethnicity: str
    disabilities: list[str]
    episodes: list[Episode] = field(default_factory=list)

    @property
    def born(self) -> datetime.date:
        return self.fields.get("PersonBirthDate") or self.fields["ExpectedPersonBirthDate"]


def upn(number: int, la: str = "806") -> str:
    """A unique pupil number with its check letter. Source: the Department's rule, sum of digit x place, modulo 23."""
    digits = f"{la}{number:09d}"
    return CHECK_LETTERS[sum(int(digit) * place for place, digit in enumerate(digits, start=2)) % 23] + digits


def children(count: int, year: int, seed: int = 1) -> Iterator[Child]:
    """That many made-up children of the census of a year, the same for the same seed."""
    draw = random.Random(seed)
    starts, ends = datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31)
    for number in range(1, count + 1):
        child = _person(draw, number, year, ends)
        _episodes(draw, child, starts, ends)
        yield child


def _person(draw: random.Random, number: int, year: int, ends: datetime.date) -> Child:
    identifiers: dict[str, object] = {"LAchildID": f"M{number:07d}"}
    sex = draw.choice("MF")
    if draw.random() < 0.015:
        sex = "U"
        identifiers["UPNunknown"] = "UN1"
        identifiers["ExpectedPersonBirthDate"] = datetime.date(year, 4, 1) + draw.randrange(150) * DAY
    else:
        born = ends - draw.randrange(30, 6500) * DAY
        if born < ends - 1800 * DAY:
            identifiers["UPN"] = upn(number)
        else:
            identifiers["UPNunknown"] = "UN1"
        identifiers["PersonBirthDate"] = born
    if year >= 2025:
        identifiers["Sex"] = sex
    else:
        identifiers["GenderCurrent"] = {"M": "1", "F": "2", "U": "0"}[sex]
    ethnicity = "WBRI" if draw.random() < WHITE_BRITISH_SHARE else draw.choice(OTHER_ETHNICITIES)
    disabled = draw.random() < 0.12
    return Child(identifiers, ethnicity, draw.sample(DISABILITIES, draw.randint(2, 3)) if disabled else ["NONE"])


def _episodes(draw: random.Random, child: Child, starts: datetime.date, ends: datetime.date) -> None:
    earliest = max(child.born - 200 * DAY, starts - 300 * DAY)
    first = earliest + draw.randrange(max(1, (ends - earliest).days)) * DAY
    while True:
        episode = _episode(draw, first, starts, ends)
        child.episodes.append(episode)
        closed = episode.fields.get("CINclosureDate")
        if closed is None or closed > ends - 40 * DAY or draw.random() > 0.2:
            return
        first = closed + draw.randrange(5, (ends - closed).days) * DAY


def _episode(draw: random.Random, referred: datetime.date, starts: datetime.date, ends: datetime.date) -> Episode:
    episode = Episode({"CINreferralDate": referred, "ReferralSource": draw.choice(cin.REFERRAL_SOURCES)})
    if referred >= starts and draw.random() < 0.07:
        episode.fields["ReferralNFA"] = "true"
        return episode
    episode.fields |= {"PrimaryNeedCode": f"N{draw.randint(1, 8)}", "ReferralNFA": "false"}
    assessed = _assessment(draw, episode, max(referred, starts), ends)
    if assessed is None:
        return episode
    path = draw.random()
    if path < 0.35:
        return _closed(episode, assessed, draw.choice(("RC8", "RC9")))
    last = _protected(draw, episode, assessed, ends) if path > 0.85 else _planned(draw, episode, assessed, ends)
    if last is not None and draw.random() < 0.6:
        _closed(episode, last, draw.choice(CLOSURES))
    return episode


def _closed(episode: Episode, day: datetime.date, reason: str) -> Episode:
    episode.fields |= {"CINclosureDate": day, "ReasonForClosure": reason}
    return episode


def _assessment(draw: random.Random, episode: Episode, from_day: datetime.date, ends: datetime.date):
    """Add an assessment; the day on which it was completed, or None while it is open."""
    began = min(from_day + draw.randrange(4) * DAY, ends)
    done = began + draw.randrange(8, 62) * DAY
    assessment: dict[str, object] = {"AssessmentActualStartDate": began}
    if draw.random() < 0.5:
        assessment["AssessmentInternalReviewDate"] = min(began + draw.randrange(5, 15) * DAY, ends)
    episode.assessments.append(assessment)
    if done > ends:
        return None
    assessment["AssessmentAuthorisationDate"] = done
    assessment["AssessmentFactors"] = draw.sample(FACTORS, draw.randint(1, 4))
    return done


def _planned(draw: random.Random, episode: Episode, from_day: datetime.date, ends: datetime.date):
    """Add a child in need plan; the day on which it ended, or None while it is open."""
    began = from_day + DAY
    if began > ends:
        return None
    done = began + draw.randrange(20, 200) * DAY
    episode.plans.append({"CINPlanStartDate": began} | ({"CINPlanEndDate": done} if done <= ends else {}))
    return done if done <= ends else None


def _protected(draw: random.Random, episode: Episode, from_day: datetime.date, ends: datetime.date):
    """Add an enquiry and, in most cases, a conference and a plan; the last day of it, or None while it is open."""
    began = _working(from_day + draw.randrange(1, 5) * DAY)
    held = _working(began + draw.randrange(7, 21) * DAY)
    if held > ends - 2 * DAY:
        return None
    enquiry: dict[str, object] = {"S47ActualStartDate": began, "InitialCPCtarget": _working(began + 21 * DAY)}
    episode.enquiries.append(enquiry)
    if draw.random() < 0.35:
        enquiry["ICPCnotRequired"] = "true"
        return held
    enquiry |= {"DateOfInitialCPC": held, "ICPCnotRequired": "false"}
    category = draw.choices(cin.ABUSE, (52, 8, 4, 35, 1))[0]
    plan: dict[str, object] = {
        "CPPstartDate": held,
        "InitialCategoryOfAbuse": category,
        "LatestCategoryOfAbuse": category,
        "NumberOfPreviousCPP": draw.choice((0, 0, 0, 1)),
    }
    done = held + draw.randrange(60, 420) * DAY
    if done <= ends:
        plan["CPPendDate"] = done
    late = 30 if draw.random() < 0.1 else 0
    reviews = [held + (80 + late) * DAY, held + (80 + late + 170) * DAY]
    plan["CPPreviewDate"] = [day for day in reviews if day < min(done, ends)]
    episode.protection.append(plan)
    return done if done <= ends else None


def _working(day: datetime.date) -> datetime.date:
    while day.weekday() > 4 or day in bank_holidays():
        day += DAY
    return day
