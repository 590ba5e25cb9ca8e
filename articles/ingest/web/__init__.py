"""Web pages: what they declare of an article in their head, and what of them is its text."""
