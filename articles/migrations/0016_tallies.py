from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql") / "tallies.sql"


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_names_while_typing")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
