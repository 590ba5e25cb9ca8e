from django.urls import path, register_converter

from articles.views import archive, article, dates, entities, site, stories, suggest, values


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{int(value):04}"


class TwoDigits(Year):
    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{int(value):02}"


class Number:
    """An id, within what the database can hold."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Headline:
    """A hyphen and the headline in address form, or nothing for a headline that leaves nothing."""

    regex = "(?:-[^/]*)?"

    def to_python(self, value: str) -> str:
        return value[1:]

    def to_url(self, value: str) -> str:
        return f"-{value}" if value else ""


class Name:
    """An entity's name in address form, in any script."""

    regex = r"[^/\x00]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


for name, converter in {"year": Year, "two": TwoDigits, "number": Number, "headline": Headline, "name": Name}.items():
    register_converter(converter, name)

app_name = "articles"

urlpatterns = [
    path("", archive.archive, name="archive"),
    path("dates/", dates.dates, name="dates"),
    path("<year:year>/", dates.year, name="year"),
    path("<year:year>/<two:month>/", dates.month, name="month"),
    path("<year:year>/<two:month>/<two:day>/", dates.day, name="day"),
    path("places/", entities.places, name="places"),
    path("people/", entities.names, {"kind": "person"}, name="people"),
    path("organisations/", entities.names, {"kind": "organisation"}, name="organisations"),
    path("places/<name:slug>/", entities.entity, {"kind": "place"}, name="place"),
    path("people/<name:slug>/", entities.entity, {"kind": "person"}, name="person"),
    path("organisations/<name:slug>/", entities.entity, {"kind": "organisation"}, name="organisation"),
    path("places/<name:slug>/feed/", entities.feed, {"kind": "place"}, name="place_feed"),
    path("people/<name:slug>/feed/", entities.feed, {"kind": "person"}, name="person_feed"),
    path("organisations/<name:slug>/feed/", entities.feed, {"kind": "organisation"}, name="organisation_feed"),
    path("articles/<number:pk><headline:slug>/", article.article, name="article"),
    path("articles/<number:pk>/source/", article.source, name="source"),
    path("values/<slug:facet>/", values.values, name="values"),
    path("stories/<number:pk><headline:slug>/", stories.story, name="story"),
    path("stories/<number:pk><headline:slug>/print/", stories.story_print, name="story_print"),
    path("compare/", stories.choose, name="choose_versions"),
    path("compare/<number:before>..<number:after>/", stories.compare, name="compare"),
    path("help/", site.help_page, name="help"),
    path("search/", site.search_page, name="search"),
    path("suggest/", suggest.suggest, name="suggest"),
    path("healthz", site.healthz, name="healthz"),
]
