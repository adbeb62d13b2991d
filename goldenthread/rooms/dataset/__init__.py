"""The multi-agency dataset in its aggregate form: what is counted, where, when, by whom, and beside what."""
