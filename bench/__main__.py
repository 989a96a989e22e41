"""`python -m bench [PART ...]`: runs the parts, all of them without an argument."""

import argparse
import tempfile
from importlib import import_module
from pathlib import Path

PARTS = ("webhook", "conversation", "understanding", "size")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS))
    chosen = parser.parse_args().parts
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for part in chosen or PARTS:
        with tempfile.TemporaryDirectory(prefix="siang-bench-") as folder:
            Path(folder).chmod(0o755)  # the embedded PostgreSQL runs under a user of its own
            import_module(f"bench.{part}").measure(Path(folder))


if __name__ == "__main__":
    main()
