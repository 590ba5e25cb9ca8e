from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_name("sql") / "dropped.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="DroppedPassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="order")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "language", models.Value(""), "text", models.Value(""), function="newsroom_search_vector"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dropped_passages",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "dropped passage",
                "verbose_name_plural": "dropped passages",
                "ordering": ["article_id", "position"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="droppedpassage_search")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "position"), name="droppedpassage_position_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="droppedpassage_text_given"
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
