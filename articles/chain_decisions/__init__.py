"""What a librarian decides about running stories: each function is one decision, one transaction, and can be undone.

Articles a decision has put somewhere are pinned there: chaining adds others to their story, but never moves them.
"""

from articles.chain_decisions.joining import join
from articles.chain_decisions.keeping import dismiss, pin
from articles.chain_decisions.splitting import split
from articles.chain_decisions.undoing import undo
from articles.chain_decisions.wording import in_words
from articles.decisions.taking import CannotDecide

__all__ = ["CannotDecide", "dismiss", "in_words", "join", "pin", "split", "undo"]
