"""What changed from one text to another: sentence by sentence, then word by word. Pure: no Django, no database."""
