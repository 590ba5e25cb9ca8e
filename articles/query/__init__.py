"""What a reader types into the search box: read into a tree, turned into conditions, and said back in words."""
