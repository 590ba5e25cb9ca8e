"""Wire copy for tests, written on the spot."""

from pathlib import Path


def founding_form(headline: str = "Le pont de Mapo rouvre", label: str = "", day: str = "13 sept. 2023") -> str:
    """Return a short story in the founding form; other headlines make other articles."""
    prefix = f"({label}) " if label else ""
    return (
        f"{prefix}{headline}\n"
        f"SEOUL, {day} (Yonhap) -- Le pont a rouvert ce mercredi, selon l'Institut des ponts de Mapo (IPM).\n"
        f"{headline} : la ville de Busan a remercié les riverains.\n"
        "\n"
        "Le pont vu de Corée du Sud le mercredi 13 septembre 2023. (Redistribution interdite)\n"
        "L'IPM n'a pas commenté.\n"
        "ada.lind@example.com\n"
        "(FIN)\n"
        "-\n"
        "Un autre pont\n"
    )


def write_stories(folder: Path, count: int) -> None:
    """Write that many different stories into the folder."""
    for number in range(count):
        text = founding_form(f"Pont {number} rouvert")
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
