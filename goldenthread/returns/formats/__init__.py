"""Each format of a return as data: its tables, columns and code lists, with the years in which they held.

To add one: write its module and put it into `FORMATS`.
"""

from .annex_a import ANNEX_A
from .cin import CIN
from .partners import AGGREGATE, HEALTH, POLICE
from .school import SCHOOL
from .ssd import SSD
from .ssda903 import SSDA903

FORMATS = {form.code: form for form in (CIN, SSDA903, POLICE, HEALTH, AGGREGATE, ANNEX_A, SSD, SCHOOL)}
