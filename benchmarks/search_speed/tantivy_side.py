"""The generated archive in Tantivy, behind the smallest HTTP server there is: python -m benchmarks.search_speed.tantivy_side FOLDER"""

from __future__ import annotations

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qs, urlencode, urlsplit

from benchmarks.search_speed.generated import AGENCIES, Archive

PORT = 8473
KEYWORDS = ("month", "language", "agency", "place", "about", "named")
HEAP = 512 * 1024 * 1024
FACETS = {name: {"terms": {"field": name, "size": 20}} for name in KEYWORDS}


def build(folder: Path, archive: Archive) -> float:
    """Bring the archive into an index in the folder, and return how many seconds that took."""
    import tantivy

    start = perf_counter()
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True, fast=True)
    builder.add_text_field("headline", stored=True)
    builder.add_text_field("body")
    for name in KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw")
    (folder / "tantivy").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
    writer = index.writer(HEAP, 1)
    for story in archive:
        writer.add_document(
            tantivy.Document(
                number=story.number,
                headline=story.headline,
                body="\n\n".join(story.paragraphs),
                month=f"{story.day:%Y-%m}",
                language=story.language,
                agency=AGENCIES[story.agency],
                place=str(story.place),
                about=[str(each) for each in sorted(set(story.about))],
                named=[str(each) for each in sorted(set(story.named))],
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    return perf_counter() - start


def served(folder: Path) -> subprocess.Popen[bytes]:
    """Start the server over the folder's index, at PORT."""
    return subprocess.Popen([sys.executable, "-m", "benchmarks.search_speed.tantivy_side", str(folder)])


def address(words: str) -> str:
    """The address of the newest 20, with six facets, as JSON."""
    return f"http://127.0.0.1:{PORT}/?{urlencode({'q': words})}"


def serve(folder: Path) -> None:
    """Answer searches until stopped."""
    import tantivy

    searcher_of = tantivy.Index.open(str(folder / "tantivy"))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            words = parse_qs(urlsplit(self.path).query)["q"][0]
            query = searcher_of.parse_query(words, ["headline", "body"], conjunction_by_default=True)
            searcher = searcher_of.searcher()
            found = searcher.search(query, 20, order_by_field="number")
            rows = [searcher.doc(at).to_dict() for _, at in found.hits]
            body = json.dumps(
                {"count": found.count, "rows": rows, "facets": searcher.aggregate(query, FACETS)}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    ThreadingHTTPServer(("127.0.0.1", PORT), Answers).serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
