"""Versions, named as agencies label them."""

import pytest
from django.utils import translation

from articles.labels import label_name, version_name


@pytest.mark.parametrize(
    ("version", "name"),
    [
        (0, "first filing"),
        (1, "LEAD"),
        (2, "2nd LD"),
        (3, "3rd LD"),
        (4, "4th LD"),
        (11, "11th LD"),
        (12, "12th LD"),
        (13, "13th LD"),
        (21, "21st LD"),
        (112, "112th LD"),
    ],
)
def test_versions_are_named_as_agencies_write(version, name):
    with translation.override("en"):
        assert version_name(version) == name


def test_labels_as_filed_stay_as_they_are():
    assert [label_name(label) for label in ("4e LD", "종합2보", "2")] == ["4e LD", "종합2보", "2nd LD"]
