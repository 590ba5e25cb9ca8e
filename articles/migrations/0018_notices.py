from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0017_chains"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL((SQL / "notice_functions.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice",
                        serialize=False,
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "correction"),
                            ("kill", "withdrawal"),
                            ("hold", "hold"),
                            ("advisory", "advisory"),
                            ("refile", "refile"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("certain", models.BooleanField(default=True, verbose_name="labelled")),
                (
                    "guids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=250),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="ids named",
                    ),
                ),
                (
                    "headlines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="headlines named",
                    ),
                ),
                (
                    "slugs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=250),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="sluglines named",
                    ),
                ),
                ("day", models.DateField(blank=True, null=True, verbose_name="day named")),
                ("hour", models.TimeField(blank=True, null=True, verbose_name="hour named")),
                ("names_one", models.BooleanField(default=False, verbose_name="names one version")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="changes")),
                ("said", models.TextField(blank=True, verbose_name="what it says")),
                (
                    "headline_keys",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("headlines"), function="newsroom_keys"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=32), size=None
                        ),
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "correction"),
                            ("kill", "withdrawal"),
                            ("hold", "hold"),
                            ("advisory", "advisory"),
                            ("refile", "refile"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("standing", "stands"),
                            ("waiting", "waits for a librarian"),
                            ("dismissed", "dismissed"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="evidence",
                    ),
                ),
                ("confidence", models.PositiveSmallIntegerField(null=True, verbose_name="confidence")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("by_hand", models.BooleanField(default=False, verbose_name="by a librarian")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
            ],
            options={
                "verbose_name": "tie",
                "verbose_name_plural": "ties",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="withdrawn",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="closed to the public"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("withdrawn", True), ("embargoed_until__isnull", False), _connector="OR"),
                fields=["embargoed_until"],
                name="article_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=django.contrib.postgres.indexes.GinIndex(fields=["guids"], name="notice_guids"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=django.contrib.postgres.indexes.GinIndex(fields=["headline_keys"], name="notice_headline_keys"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["day"], name="notice_day"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["correction", "kill", "hold", "advisory", "refile"])),
                name="notice_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="articles.notice",
                verbose_name="notice",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="articles.article",
                verbose_name="article acted on",
            ),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["state", "-id"], name="tie_waiting"),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(fields=("notice", "target"), name="tie_notice_target_unique"),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("notice", models.F("target")), _negated=True), name="tie_between_two_articles"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["correction", "kill", "hold", "advisory", "refile"])),
                name="tie_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["standing", "waiting", "dismissed"])), name="tie_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__isnull", True), ("confidence__range", (0, 100)), _connector="OR"),
                name="tie_confidence_in_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by_hand", True), ("decided_at__isnull", False)),
                    models.Q(("by_hand", False), ("confidence__isnull", False), ("decided_at__isnull", True)),
                    _connector="OR",
                ),
                name="tie_by_machine_or_librarian",
            ),
        ),
        migrations.RunSQL((SQL / "notices.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
