"""Rules as data, run over the tables: each ends as passed, failed, not run or errored, and a crash is never a pass."""
