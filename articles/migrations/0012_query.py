from pathlib import Path

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Func, Q

SQL = Path(__file__).with_name("sql") / "query_functions.sql"


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_uploads")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.AddField(
            model_name="article",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=Func("language", "body", function="newsroom_words"),
                output_field=models.IntegerField(verbose_name="words"),
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                Func("note", function="newsroom_note_vector"), condition=~Q(note=""), name="article_note"
            ),
        ),
    ]
