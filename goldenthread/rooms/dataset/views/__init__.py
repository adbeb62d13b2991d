"""Pages of the figures: short views that load, call one operation or query, and draw or redirect."""
