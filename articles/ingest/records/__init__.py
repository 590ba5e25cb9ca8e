"""Streams of records, a piece at a time: rows, JSON values, and how long to wait for one."""
