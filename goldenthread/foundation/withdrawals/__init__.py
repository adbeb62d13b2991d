"""What was recorded by mistake: withdrawn from the record with a reason, put back with a reason, and undone at once."""
