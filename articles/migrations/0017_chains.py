from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_name("sql") / "chains.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_tallies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sketch",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sketch",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("day", models.DateField()),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("passages", models.PositiveIntegerField(default=0)),
                (
                    "lowest_passages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("words", models.PositiveIntegerField(default=0)),
                (
                    "lowest_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "sketch of a text",
                "verbose_name_plural": "sketches of texts",
            },
        ),
        migrations.CreateModel(
            name="SketchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "day", "article_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.IntegerField()),
                ("day", models.DateField()),
                ("article_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "key of a text",
                "verbose_name_plural": "keys of texts",
            },
        ),
        migrations.CreateModel(
            name="ChainRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "stage",
                    models.CharField(
                        choices=[("sketching", "taking sketches of texts"), ("linking", "linking")],
                        default="sketching",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("last_article", models.BigIntegerField(default=0, verbose_name="done up to article")),
                ("last_day", models.DateField(null=True, verbose_name="done up to day")),
                ("articles", models.PositiveIntegerField(default=0, verbose_name="articles")),
                ("joined", models.PositiveIntegerField(default=0, verbose_name="stories joined to others")),
                ("suggested", models.PositiveIntegerField(default=0, verbose_name="links suggested")),
            ],
            options={
                "verbose_name": "chaining run",
                "verbose_name_plural": "chaining runs",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["sketching", "linking"])), name="chainrun_stage_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OldStory",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="articles.story",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address of a story",
                "verbose_name_plural": "old addresses of stories",
            },
        ),
        migrations.CreateModel(
            name="StoryDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("join", "join"),
                            ("split", "split"),
                            ("pin", "keep as they are"),
                            ("dismiss", "tell apart"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("story_id", models.BigIntegerField(verbose_name="story")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a story",
                "verbose_name_plural": "decisions about stories",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="StoryPin",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="story_pin",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pins", to="articles.storydecision"
                    ),
                ),
            ],
            options={
                "verbose_name": "article kept in its story",
                "verbose_name_plural": "articles kept in their stories",
            },
        ),
        migrations.CreateModel(
            name="VersionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("confidence", models.PositiveSmallIntegerField(verbose_name="confidence")),
                ("evidence", models.JSONField(default=list, verbose_name="evidence")),
                (
                    "state",
                    models.CharField(
                        choices=[("sure", "joined"), ("suggested", "suggested"), ("dismissed", "told apart")],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="version_links",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="articles.storydecision",
                        verbose_name="decided by a librarian",
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="later_links",
                        to="articles.article",
                        verbose_name="earlier version",
                    ),
                ),
            ],
            options={
                "verbose_name": "link between versions",
                "verbose_name_plural": "links between versions",
            },
        ),
        migrations.CreateModel(
            name="Duplicate",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="duplicate_of",
                        serialize=False,
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                ("likeness", models.PositiveSmallIntegerField(verbose_name="likeness")),
                (
                    "rule",
                    models.CharField(
                        choices=[("agency", "filed by another agency"), ("again", "filed again unchanged")],
                        max_length=10,
                        verbose_name="rule",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duplicates",
                        to="articles.article",
                        verbose_name="same copy as",
                    ),
                ),
            ],
            options={
                "verbose_name": "near-duplicate",
                "verbose_name_plural": "near-duplicates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("article", models.F("original")), _negated=True),
                        name="duplicate_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("likeness__range", (1, 100))), name="duplicate_likeness_in_hundredths"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rule__in", ["agency", "again"])), name="duplicate_rule_known"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="storydecision",
            index=models.Index(fields=["story_id"], name="storydecision_story"),
        ),
        migrations.AddConstraint(
            model_name="storydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["join", "split", "pin", "dismiss"])), name="storydecision_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="versionlink",
            index=models.Index(
                models.OrderBy(models.F("confidence"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "suggested")),
                name="versionlink_suggested",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionlink",
            constraint=models.UniqueConstraint(fields=("article", "earlier"), name="versionlink_unique"),
        ),
        migrations.AddConstraint(
            model_name="versionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("article", models.F("earlier")), _negated=True), name="versionlink_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__range", (0, 100))), name="versionlink_confidence_in_hundredths"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["sure", "suggested", "dismissed"])), name="versionlink_state_known"
            ),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
