"""Names in French and English text, found by models trained on free corpora; nothing is loaded before the first text.

text -> tokens -> features (vocabulary) -> model -> spans
"""
