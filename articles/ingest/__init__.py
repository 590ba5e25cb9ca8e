"""Everything between a file and the database: pure Python, no Django.

    bytes -> encoding -> readers (one a format) -> ParsedArticle -> entities (places, names)

`article.py` holds the values that flow; `reading.py` picks the reader for some bytes.
"""
