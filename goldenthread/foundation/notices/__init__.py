"""Messages to people: an outbox that survives a crash, and e-mails that reveal nothing."""
