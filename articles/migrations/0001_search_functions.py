from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql") / "search_functions.sql"


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
