import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_search_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="address")),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("guid", models.CharField(blank=True, max_length=250, verbose_name="agency's id")),
                (
                    "status",
                    models.CharField(
                        choices=[("usable", "usable"), ("withheld", "withheld"), ("canceled", "withdrawn")],
                        default="usable",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("version_label", models.CharField(blank=True, max_length=100, verbose_name="version label")),
                ("version", models.PositiveSmallIntegerField(default=0, verbose_name="version")),
                ("headline", models.TextField(verbose_name="headline")),
                ("subheadline", models.TextField(blank=True, verbose_name="subheadline")),
                ("note", models.TextField(blank=True, verbose_name="editor's note")),
                ("nonpublic_note", models.TextField(blank=True, verbose_name="note not for publication")),
                ("timestamp", models.TextField(blank=True, verbose_name="time line")),
                ("dateline", models.TextField(blank=True, verbose_name="dateline")),
                ("region", models.CharField(blank=True, max_length=200, verbose_name="region in the dateline")),
                ("date", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "date_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dateline", "year written in the dateline"),
                            ("guid", "year from the agency's id"),
                            ("timestamp", "year from the time line of the copy"),
                            ("captions", "year from a full date in a caption"),
                            ("weekday", "year from the weekday named"),
                            ("text", "year from the years named in the text"),
                            ("received", "year from the day the copy was received"),
                            ("edited", "date set by a librarian"),
                        ],
                        max_length=10,
                        verbose_name="evidence for the date",
                    ),
                ),
                (
                    "bylines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="bylines"
                    ),
                ),
                (
                    "contacts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="contacts"
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True, help_text="Paragraphs are separated by an empty line.", verbose_name="body"
                    ),
                ),
                ("end_mark", models.CharField(blank=True, max_length=100, verbose_name="end mark")),
                ("signoff", models.TextField(blank=True, verbose_name="sign-off")),
                ("copyright", models.TextField(blank=True, verbose_name="copyright")),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="keywords"
                    ),
                ),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="imported")),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="edited")),
                (
                    "edited_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, editable=False, size=None
                    ),
                ),
                ("identity", models.CharField(editable=False, max_length=300)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("caption_text", models.TextField(blank=True, default="", editable=False)),
                (
                    "entity_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "filed_from_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "filed_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("date"), models.Value("0001-01-01", output_field=models.DateField())
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "lead",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("body"), function="newsroom_lead"),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "headline_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("headline"), function="newsroom_key"),
                        output_field=models.CharField(max_length=32),
                    ),
                ),
                (
                    "search_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "language", "headline", "body", "caption_text", function="newsroom_search_vector"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.CreateModel(
            name="Entity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("organisation", "organisation"), ("place", "place")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=250, unique=True, verbose_name="key")),
                ("name", models.CharField(max_length=250, verbose_name="name")),
                ("names", models.JSONField(blank=True, default=dict, verbose_name="names by language")),
                ("slug", models.SlugField(allow_unicode=True, max_length=120, verbose_name="address")),
                ("place_type", models.CharField(blank=True, max_length=20, verbose_name="type of place")),
                ("country_code", models.CharField(blank=True, max_length=2, verbose_name="country code")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="articles.entity",
                        verbose_name="lies in",
                    ),
                ),
            ],
            options={
                "verbose_name": "entity",
                "verbose_name_plural": "entities",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="DatelinePlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("as_filed", models.CharField(max_length=200, verbose_name="as filed")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dateline_places",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "place"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="articles.entity",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "dateline place",
                "verbose_name_plural": "dateline places",
                "ordering": ["article_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=250, verbose_name="name")),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name"), function="newsroom_key"),
                        output_field=models.CharField(max_length=32),
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="articles.entity",
                        verbose_name="entity",
                    ),
                ),
            ],
            options={
                "verbose_name": "alias",
                "verbose_name_plural": "aliases",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("finished", "finished"), ("interrupted", "interrupted")],
                        default="running",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "paths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None, verbose_name="paths"
                    ),
                ),
                ("options", models.JSONField(default=dict, verbose_name="options")),
                ("created", models.PositiveIntegerField(default=0, verbose_name="created")),
                ("updated", models.PositiveIntegerField(default=0, verbose_name="updated")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                ("unreadable", models.PositiveIntegerField(default=0, verbose_name="unreadable")),
            ],
            options={
                "verbose_name": "import run",
                "verbose_name_plural": "import runs",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "finished", "interrupted"])),
                        name="importrun_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.TextField(verbose_name="file")),
                ("line", models.PositiveIntegerField(default=0, verbose_name="line")),
                ("reason", models.TextField(verbose_name="reason")),
                ("excerpt", models.TextField(blank=True, verbose_name="excerpt")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="articles.importrun",
                        verbose_name="run",
                    ),
                ),
            ],
            options={
                "verbose_name": "problem",
                "verbose_name_plural": "problems",
                "ordering": ["run_id", "id"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="run",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="articles.importrun",
                verbose_name="import run",
            ),
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("headline", "headline"),
                            ("body", "body"),
                            ("caption", "caption"),
                            ("metadata", "metadata"),
                        ],
                        max_length=10,
                        verbose_name="zone",
                    ),
                ),
                ("part", models.PositiveIntegerField(default=0, verbose_name="paragraph or caption")),
                ("start", models.PositiveIntegerField(default=0, verbose_name="from character")),
                ("end", models.PositiveIntegerField(default=0, verbose_name="to character")),
                ("text", models.TextField(verbose_name="as written")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="articles.entity",
                        verbose_name="entity",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "ordering": ["article_id", "zone", "part", "start"],
            },
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received")),
                ("file", models.TextField(verbose_name="file")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="place in the file")),
                ("format", models.CharField(max_length=20, verbose_name="format")),
                ("encoding", models.CharField(max_length=20, verbose_name="encoding")),
                ("content", models.BinaryField(verbose_name="bytes")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="originals",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="articles.importrun",
                        verbose_name="import run",
                    ),
                ),
            ],
            options={
                "verbose_name": "original",
                "verbose_name_plural": "originals",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RelatedHeadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("version_label", models.CharField(blank=True, max_length=100, verbose_name="version label")),
                ("version", models.PositiveSmallIntegerField(default=0, verbose_name="version")),
                ("headline", models.TextField(verbose_name="headline")),
                (
                    "headline_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("headline"), function="newsroom_key"),
                        output_field=models.CharField(max_length=32),
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_headlines",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "related headline",
                "verbose_name_plural": "related headlines",
                "ordering": ["article_id", "position"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="story",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.story",
                verbose_name="story",
            ),
        ),
        migrations.CreateModel(
            name="Caption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("paragraph", models.PositiveIntegerField(default=0, verbose_name="after paragraph")),
                ("text", models.TextField(verbose_name="text")),
                ("credit", models.TextField(blank=True, verbose_name="credit")),
                ("restriction", models.TextField(blank=True, verbose_name="usage restriction")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="captions",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "caption",
                "verbose_name_plural": "captions",
                "ordering": ["article_id", "paragraph", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("article", "position"),
                        name="caption_position_unique",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.UniqueConstraint(fields=("kind", "slug"), name="entity_kind_slug_unique"),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["person", "organisation", "place"])), name="entity_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="entity_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                    _connector="OR",
                ),
                name="entity_position_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="datelineplace",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("article", "position"),
                name="datelineplace_position_unique",
            ),
        ),
        migrations.AddIndex(
            model_name="alias",
            index=models.Index(fields=["folded"], name="alias_folded"),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(fields=("entity", "name"), name="alias_entity_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="alias_name_given"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["entity", "article"], name="mention_entity_article"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start")), ("zone", "metadata"), _connector="OR"),
                name="mention_covers_characters",
            ),
        ),
        migrations.AddIndex(
            model_name="relatedheadline",
            index=models.Index(fields=["headline_key"], name="relatedheadline_key"),
        ),
        migrations.AddConstraint(
            model_name="relatedheadline",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("article", "position"),
                name="relatedheadline_position_unique",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("filed_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["agency", "-filed_on", "-id"], name="article_agency_newest"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["language", "-filed_on", "-id"], name="article_language_newest"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["headline_key"], name="article_headline_key"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["fingerprint"], name="article_fingerprint"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("guid", ""), _negated=True), fields=["guid"], name="article_guid"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_vector"], name="article_search"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(fields=["entity_ids"], name="article_entities"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(fields=["filed_from_ids"], name="article_filed_from"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(fields=("identity",), name="article_identity_unique"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["usable", "withheld", "canceled"])), name="article_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("date__isnull", True), ("date_from", "")),
                    models.Q(("date__isnull", False), models.Q(("date_from", ""), _negated=True)),
                    _connector="OR",
                ),
                name="article_dated_with_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("headline", ""), _negated=True), name="article_headline_given"
            ),
        ),
    ]
