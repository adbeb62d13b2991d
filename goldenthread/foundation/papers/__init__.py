"""Papers: one tree of blocks for everything that is printed, and its three writers (HTML, PDF, Word)."""
