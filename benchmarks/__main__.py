"""Run the benchmarks and print their table: all of them, or the families that are named."""

import sys

from benchmarks import classroom, lite, live, start, training

# Each family yields its rows. To add one, write a function that yields Row and list it here.
FAMILIES = {
    "training": training.rows,
    "live": live.rows,
    "start": start.rows,
    "lite": lite.rows,
    "classroom": classroom.rows,
}
HEADINGS = ("what", "ours", "compared with", "ratio", "target", "")
VERDICTS = {True: "ok", False: "NOT MET", None: "–"}


def main(names):
    """Print the rows of these families, each as soon as it is measured."""
    unknown = set(names) - set(FAMILIES)
    if unknown:
        sys.exit(f"No benchmarks named {', '.join(unknown)}: choose from {', '.join(FAMILIES)}.")
    show(HEADINGS)
    show(["---"] * len(HEADINGS))
    all_met = True
    for name in names or FAMILIES:
        for row in FAMILIES[name]():
            verdict = VERDICTS[row.ok]
            show((row.what, row.ours, row.compared_with, row.ratio, row.target, verdict))
            all_met = all_met and row.ok is not False
    return 0 if all_met else 1


def show(cells):
    """Print one line of a Markdown table with columns of even width."""
    widths = (46, 10, 34, 7, 10, 7)
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    print("|", " | ".join(padded), "|", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
