"""Which database: SQLite in the home folder, or PostgreSQL by one setting."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


def database_from(address: str, home: Path) -> dict:
    """Django's settings for one database.

    `address` is empty (SQLite at home/goldenthread.sqlite3) or postgres://user:password@host:port/name
    with options of libpq after the question mark. Raises ValueError for any other scheme.
    """
    if not address:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "goldenthread.sqlite3",
            "CONN_MAX_AGE": 60,  # opening anew for each page reads the whole schema each time
            "OPTIONS": {
                # A deferred transaction that turns into a write fails at once when another writer came first.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("GOLDENTHREAD_DATABASE must be empty or begin with postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
