"""The one thread: whatever any work finds is followed from source to finding, recommendation, action, evidence and its
impact on children. Every room writes here through `operations`; lists of what is overdue, what recurs and where the
thread breaks are made here once."""
