"""Pages of the thread: short views that load, call one operation or query, and draw or redirect."""
