"""What the archive keeps, and what the database promises about it."""

from articles.models.article import Agency, Article, Story
from articles.models.chains import (
    ChainRun,
    Duplicate,
    OldStory,
    Sketch,
    SketchKey,
    StoryDecision,
    StoryPin,
    VersionLink,
)
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
    "ChainRun",
    "DatelinePlace",
    "Decision",
    "DroppedPassage",
    "Duplicate",
    "Entity",
    "ExtractionRun",
    "ImportProblem",
    "ImportRun",
    "ImportedFile",
    "Mention",
    "Notice",
    "NoticeKind",
    "OldAddress",
    "OldStory",
    "Original",
    "Proposal",
    "RelatedHeadline",
    "Relation",
    "Retry",
    "Sketch",
    "SketchKey",
    "Story",
    "StoryDecision",
    "StoryPin",
    "Subject",
    "Tie",
    "Upload",
    "VersionLink",
]
