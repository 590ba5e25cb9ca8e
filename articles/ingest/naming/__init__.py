"""From the names a tagger found to whom and what they mean: rules within one article, then links to stable keys."""
