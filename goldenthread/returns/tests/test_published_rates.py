"""Published counts over the population give the published rates again: the definition of P3 held against reality.

The real files are read where the setting GOLDENTHREAD_RETURNS_DATA names their folder; the small twin always runs.
"""

import csv
import datetime
import os
from pathlib import Path

import duckdb
import pytest

from goldenthread.returns.measuring.engine import shown, value
from goldenthread.returns.measuring.indicator import indicators_of
from goldenthread.returns.measuring.population import Population, read_population
from goldenthread.returns.tables import Refused

DATA = Path(os.environ.get("GOLDENTHREAD_RETURNS_DATA", "not-set"))
PLANS = next(indicator for indicator in indicators_of("cin") if indicator.code == "P3")
ESTIMATES = """time_period,geographic_level,old_la_code,new_la_code,la_name,age_group,population_estimate
2023,National,,,,Children aged 0 to 17 years,70000
2023,Local authority,998,E98,Made-up North,Children aged 0 to 17 years,34125
2023,Local authority,999,E99,Made-up South,Children aged 0 to 17 years,27243
2024,Local authority,999,E99,Made-up South,Children aged 0 to 17 years,27000
"""


def rate_on_31_march(population, la, year, children):
    starts, ends = datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31)
    living = population.children(la, starts, ends, PLANS.population)
    return None if living is None else shown(PLANS, value(PLANS, children, living))


def test_a_rate_stands_over_the_middle_of_the_year_before(tmp_path):
    path = tmp_path / "estimates.csv"
    path.write_text(ESTIMATES, encoding="utf-8")
    population = read_population(path)
    assert rate_on_31_march(population, "998", 2024, 316) == "92.6"
    assert rate_on_31_march(population, "999", 2024, 249) == "91.4"
    assert rate_on_31_march(population, "999", 2025, 249) == "92.2"
    assert rate_on_31_march(population, "998", 2025, 249) is None


def test_a_file_that_is_no_estimate_is_refused_with_what_it_lacks(tmp_path):
    path = tmp_path / "estimates.csv"
    path.write_text("year,people\n2024,5\n", encoding="utf-8")
    with pytest.raises(Refused, match="time_period, old_la_code"):
        read_population(path)


def test_a_value_is_rounded_half_up_as_the_department_does():
    assert shown(PLANS, 0.25) == "0.3"
    assert shown(PLANS, None) == ""
    assert Population({}).children("999", datetime.date(2024, 4, 1), datetime.date(2025, 3, 31), "0-17") is None


@pytest.mark.real_files
def test_every_published_council_year_comes_out_again():
    population = read_population(DATA / "ees_benchmarks" / "ons_mid-year_population_estimates_2012_to_2024.csv")
    published = {
        (str(int(code)), int(year)): rate
        for code, year, rate in duckdb.connect()
        .execute(
            'SELECT "LA Number", Years, "Values" FROM read_parquet(?) WHERE "Short Desc" = \'CPP_rate\' '
            'AND "LA Number" IS NOT NULL',
            [str(DATA / "lait" / "bds_long_0.parquet")],
        )
        .fetchall()
        if rate.replace(".", "").isdigit()  # a dash where the rate was not published
    }
    again = different = 0
    with (DATA / "ees_benchmarks" / "d5_cpps_at31march_by_duration_2013_to_2025.csv").open(
        encoding="utf-8-sig"
    ) as file:
        for row in csv.DictReader(file):
            place = (row["old_la_code"], int(row["time_period"]))
            if place in published and row["CPP_At31"].isdigit():
                ours = rate_on_31_march(population, *place, int(row["CPP_At31"]))
                if ours is not None:
                    same = abs(float(ours) - float(published[place])) < 0.05
                    again, different = again + same, different + (not same)
    assert different == 0
    assert again >= 1452
