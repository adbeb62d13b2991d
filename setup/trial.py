"""What ./run knows about the database that it made, kept as two small files in the home folder.

`made-by-run` holds the path of the database. One-click sign-in as an example person asks for it, so that the door
never opens in a database that somebody else made. `examples` says "wanted", "loaded" or "declined"; the choice is made
once, when the database is new, so that examples never arrive among records that somebody has entered since.
"""

from pathlib import Path


class Trial:
    """One home folder and its database. `address` is GOLDENTHREAD_DATABASE: empty means SQLite in the home folder."""

    def __init__(self, home: Path, address: str):
        self.home = home
        self.address = address
        self.on_sqlite = not address
        self._marker = home / "made-by-run"
        self._examples = home / "examples"

    @property
    def database(self) -> Path:
        """Where settings.py puts SQLite."""
        return self.home / "goldenthread.sqlite3"

    @property
    def made_here(self) -> bool:
        """Whether ./run made the database that is about to be used."""
        return self.on_sqlite and self._marker.exists() and self._marker.read_text().strip() == str(self.database)

    @property
    def examples_wanted(self) -> bool:
        """Whether the example records have still to be loaded: also after a start that was interrupted."""
        return self.made_here and self._examples.exists() and self._examples.read_text().strip() == "wanted"

    def begin(self, *, with_examples: bool) -> None:
        """Mark a database that does not exist yet as made by ./run, before it is made."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.on_sqlite and not self.database.exists():
            self._examples.write_text("wanted\n" if with_examples else "declined\n")
            self._marker.write_text(f"{self.database}\n")

    def examples_loaded(self) -> None:
        """Note that the example records stand in the database."""
        self._examples.write_text("loaded\n")

    def settings(self, given: dict[str, str]) -> dict[str, str]:
        """The environment for the product's own processes: a trial, without debugging pages."""
        return {
            **given,
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_HOME": str(self.home),
            "GOLDENTHREAD_DATABASE": self.address,
            "GOLDENTHREAD_DEBUG": "",
            "GOLDENTHREAD_EXAMPLE_SIGN_IN": "1" if self.made_here else "",
        }
