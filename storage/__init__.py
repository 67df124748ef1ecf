"""storage remembers: our nouns as tables, one transaction, every question we ask the database."""
