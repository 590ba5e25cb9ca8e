from pathlib import Path

import django.contrib.postgres.indexes
from django.db import migrations
from django.db.models import Func

SQL = Path(__file__).with_name("sql") / "name_functions.sql"


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_samples")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="alias",
            index=django.contrib.postgres.indexes.GinIndex(
                Func("name", function="newsroom_name_words"), fastupdate=False, name="alias_words"
            ),
        ),
    ]
