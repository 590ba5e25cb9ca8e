"""Names in French and English text, found by models trained on free corpora; nothing is loaded before the first text.

text -> tokens -> features (vocabulary, forms, pairs), told by weight (model) -> labels (decoding) -> spans
"""
