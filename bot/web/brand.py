"""The municipality's brand colour, shifted as far as its contrast needs on light and on dark pages."""

from colorsys import hls_to_rgb, rgb_to_hls

AA = 4.5
LIGHT_PAGE = (246, 247, 248)  # --paper of siang.css, the less favourable of its two
DARK_PAGE = (26, 33, 41)  # --surface of its dark side
STEPS = 50

Rgb = tuple[int, int, int]


def stylesheet(colour: str) -> str:
    """The custom properties that the pages' stylesheet builds on, for a colour such as `#0b6b5d`."""
    on_light, on_dark = readable(_rgb(colour), LIGHT_PAGE), readable(_rgb(colour), DARK_PAGE)
    return (
        f":root{{--brand:{_hex(on_light)};--brand-rgb:{_triple(on_light)};--on-brand:#fff}}\n"
        f"[data-bs-theme=dark]{{--brand:{_hex(on_dark)};--brand-rgb:{_triple(on_dark)};--on-brand:#0b1220}}\n"
    )


def readable(colour: Rgb, page: Rgb) -> Rgb:
    """The nearest shade of the colour that can be read as text on the page."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in colour))
    towards = 0.0 if luminance(page) > 0.5 else 1.0
    for step in range(STEPS + 1):
        shade = lightness + (towards - lightness) * step / STEPS
        red, green, blue = (round(part * 255) for part in hls_to_rgb(hue, shade, saturation))
        if contrast((red, green, blue), page) >= AA:
            return red, green, blue
    raise ValueError("black and white can be read on any page")


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio that WCAG measures, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Rgb) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: Rgb) -> list[float]:
    return [part / 255 for part in colour]


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return f"#{bytes(colour).hex()}"


def _triple(colour: Rgb) -> str:
    return ", ".join(map(str, colour))
