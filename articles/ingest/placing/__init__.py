"""Which places copy names: candidates, their context, and the choice among homonyms."""
