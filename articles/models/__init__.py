"""What the archive keeps, and what the database promises about it."""

from articles.models.article import Agency, Article, Story
from articles.models.decisions import Decision, OldAddress
from articles.models.dropped import DroppedPassage
from articles.models.entities import Alias, Entity
from articles.models.imports import ExtractionRun, ImportedFile, ImportProblem, ImportRun
from articles.models.metadata import Relation, Subject
from articles.models.notices import Notice, NoticeKind, Tie
from articles.models.parts import Caption, DatelinePlace, Mention, Original, Proposal, RelatedHeadline
from articles.models.uploads import Retry, Upload

__all__ = [
    "Agency",
    "Alias",
    "Article",
    "Caption",
    "DatelinePlace",
    "Decision",
    "DroppedPassage",
    "Entity",
    "ExtractionRun",
    "ImportedFile",
    "ImportProblem",
    "ImportRun",
    "Mention",
    "Notice",
    "NoticeKind",
    "OldAddress",
    "Original",
    "Proposal",
    "RelatedHeadline",
    "Relation",
    "Retry",
    "Story",
    "Subject",
    "Tie",
    "Upload",
]
