"""`python -m bench [PART ...]`: runs the parts; without an argument all but the long ones."""

import argparse
import tempfile
from importlib import import_module
from pathlib import Path

PARTS = ("webhook", "conversation", "understanding", "size")
LONG = ("same_matter",)  # makes up a million cases first


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS + LONG))
    chosen = parser.parse_args().parts
    if unknown := set(chosen) - set(PARTS + LONG):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for part in chosen or PARTS:
        with tempfile.TemporaryDirectory(prefix="siang-bench-") as folder:
            Path(folder).chmod(0o755)  # the embedded PostgreSQL runs under a user of its own
            import_module(f"bench.{part}").measure(Path(folder))


if __name__ == "__main__":
    main()
