"""Where copy that was read becomes rows: the one part of the archive that knows both the readers and the database."""
