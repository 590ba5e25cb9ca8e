import socket

from articles.ingest.article import Problem
from articles.ingest.files import files_below, opened


def test_folders_are_read_in_order_without_hidden_files(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/d.txt", ".hidden"):
        (tmp_path / name).write_text("x")

    assert list(files_below([str(tmp_path)])) == [str(tmp_path / name) for name in ("a.txt", "b/d.txt", "c.txt")]


def test_path_that_does_not_exist_is_a_problem_and_the_next_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("x")

    missing, found = files_below([str(tmp_path / "none"), str(tmp_path / "a.txt")])

    assert missing == Problem(str(tmp_path / "none"), "no such file or folder")
    assert found == str(tmp_path / "a.txt")


def test_dangling_link_is_a_problem(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "gone")

    (problem,) = files_below([str(tmp_path)])

    assert problem.reason == "dangling link"


def test_folder_loop_is_a_problem_and_ends(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "again").symlink_to(tmp_path)

    found = list(files_below([str(tmp_path)]))

    assert str(tmp_path / "a.txt") in found
    assert [each.reason for each in found if isinstance(each, Problem)] == [
        "folder loop: the link leads back to a folder above it"
    ]


def test_socket_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the address of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("wire.sock")

        (problem,) = files_below([str(tmp_path)])

    assert "not a file" in problem.reason


def test_file_that_goes_away_is_a_problem(tmp_path):
    with opened(str(tmp_path / "gone")) as gone:
        assert gone.reason == "no such file or folder"


def test_name_with_a_nul_is_a_problem():
    (problem,) = files_below(["a\x00b"])

    assert "cannot be read" in problem.reason


def test_file_without_permission_is_a_problem(monkeypatch):
    def refused(path, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refused)

    with opened("copy.txt") as unreadable:
        assert unreadable == Problem("copy.txt", "no permission to read it")
