"""What somebody has typed and not saved yet. Drafts are the person's own and no part of the record: they leave no
history, nobody else reads them, and they are thrown away after thirty days."""
