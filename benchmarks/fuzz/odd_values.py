"""What no editor meant to send, and the names under which wire formats expect something better."""

ODD_TEXTS = (
    "",
    " ",
    "\n\n",
    "-",
    "0",
    "-1",
    "1e999",
    "9" * 400,
    "\x00",
    "\x01\x02\x03\x04",
    "\x1e\x1f\x7f\x85\u2028",
    "\ufeff\u200b\u00a0\u3000",
    "\ufffe\uffff",
    "é",
    "e\u0301" * 40,
    "한겨레 新華社",
    "\u202e\u2067",
    "'\";--",
    "<",
    "<b>&amp;&#0;&#xD800;&bogus;</b>",
    "<p>" * 60,
    "&" * 300,
    "<![CDATA[x]]><!-- --><?x?>",
    "http://[::1",
    "https://example.org/%ff%00?#",
    "urn:newsml:example.org:20190230:x:0",
    "a@example.org",
    "=?utf-8?b?4pi=?= =?x?q?_?=",
    "0000-00-00T99:99:99Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "1900-02-29",
    "20190230T250000+9999",
    "Mon, 31 Feb 2019 25:61:61 +9960",
    "31/12/99",
    "SEOUL, 13 sept. (Yonhap) -- ",
    "PARIS, 31 févr. (AFP) - ",
    "(4e LD) ",
    "UPDATE 99-",
    "(FIN)",
    "ATTENTION - ",
    "canceled",
    "(Redistribution interdite)",
    "word " * 200,
    "x" * 3000,
    "((((((((((" * 20,
    "1, 2, 3, 4, 5, 6, 7, 8, 9, " * 20,
    "A. B. C. D. " * 40,
)
"""Texts: nothing, control characters, absurd numbers and moments, broken markup, marks of wire copy out of place."""

ODD_VALUES = (
    *ODD_TEXTS,
    "\ud800",
    None,
    True,
    False,
    0,
    -1,
    10**30,
    1e300,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"text": {"value": ["x"]}},
    [[[[[["x"]]]]]],
)
"""Values of JSON, of any type."""

WORDS_OF_WIRES = tuple(
    "headline headlines title body bodies body_text body_xhtml text content description_text descriptions summary date "
    "dateline place located byline by person organisation people subject subjects uri guid id altids itemid etag version "
    "versioncreated firstcreated pubstatus embargoed urgency priority editorialpriority slugline keyword keywords ednote "
    "signal usageterms copyrightnotice copyrightholder language type profile renditions associations infosources rel "
    "value name code scheme role contenttype href file version_label paragraphs captions related data item".split()
)
"""Names of members, columns and elements."""
