"""`templates`: the partnership's own templates, to send to partners."""

from pathlib import Path

from ..generating.templates import write_templates
from ..tables import Refused
from .shared import command

EXAMPLES = """  ./returns templates templates-for-partners"""


def offer(commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "templates",
        run,
        "write the partnership's own templates, each with an example and what its columns are",
        EXAMPLES,
    )
    parser.add_argument("target", type=Path, metavar="FOLDER", help="a new folder")


def run(options) -> int:
    """Write them; the exit status."""
    if options.target.exists():
        raise Refused(f"{options.target} is there already: name one that is not, so that nothing is overwritten.")
    options.target.mkdir(parents=True)
    paths = write_templates(options.target)
    for path in paths[::2]:
        print(f"{path.name:<28}and {path.name}-metadata.json")
    print(f"\nWrote {len(paths) // 2} templates into {options.target}. Their rows are made up; nobody in them is real.")
    return 0
