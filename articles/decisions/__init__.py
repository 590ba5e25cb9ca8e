"""What a librarian decides about entities: each function is one decision, one transaction, and can be undone.

Merging moves no row: a merged entity keeps its mentions and its address, and every question asks for its family.
"""

from articles.decisions.kinds import hide, retype
from articles.decisions.merging import dismiss, merge
from articles.decisions.naming import add_alias, remove_alias, rename
from articles.decisions.pinning import pin, split
from articles.decisions.taking import CannotDecide
from articles.decisions.undoing import undo
from articles.decisions.wording import in_words

__all__ = [
    "CannotDecide",
    "add_alias",
    "dismiss",
    "hide",
    "in_words",
    "merge",
    "pin",
    "remove_alias",
    "rename",
    "retype",
    "split",
    "undo",
]
