"""The partnership's business plan: for each priority its aim, why it was chosen, the outcomes that are wanted, what was
done and what came of it; its parts; and milestones with a rating and a dated note that is never overwritten."""
