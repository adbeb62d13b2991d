"""Settings, addresses and roles: the top floor, which joins the others."""

# Debian's SQLite 3.40 can lose data under write-ahead logging (mended in 3.51.3),
# so the packaged one takes its place wherever a wheel of it exists.
try:
    import sys

    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
except ImportError:  # no wheel for this platform: ./run says so at start
    pass
