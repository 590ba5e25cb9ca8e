"""How wire copy is written: its datelines, labels, captions, dates, and which line is what."""
