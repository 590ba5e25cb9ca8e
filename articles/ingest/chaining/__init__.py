"""Which articles tell one running story: what the copy declares, and what its text shows. Pure Python."""
