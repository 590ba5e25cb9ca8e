from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql") / "closed_tallies.sql"


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_dropped_passages")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP FUNCTION newsroom_closed_tallies(timestamptz)")
    ]
