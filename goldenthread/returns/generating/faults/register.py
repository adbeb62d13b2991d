"""The list of faults."""

# Name to function: every fault that `write_census` may draw.
FAULTS = {}


def fault(put):
    """Count a function among the faults."""
    FAULTS[put.__name__] = put
    return put
