"""The figures of an evaluation as Markdown."""

from nlp.training.measures import CODES, COVERED, Contestant, Judged

_PLATFORM = (
    "The platform's own types: n/a (they are in none of these sets; over a larger sample of such reports they agree "
    "with people at micro-F1 .681, macro .610, a figure taken over)."
)


def table(judged: dict[str, Judged], errors: int = 0) -> str:
    """Every contestant on every set, the model's further figures, F1 per topic, and the worst errors when asked for."""
    parts = [_contestants(judged), _PLATFORM, _further(judged), _by_topic(judged)]
    if errors:
        parts += [f"Worst errors, {name}:\n" + "\n".join(each.errors[:errors]) for name, each in judged.items()]
    return "\n\n".join(parts)


def _contestants(judged: dict[str, Judged]) -> str:
    surest = " / ".join(f"{part:.0%}" for part in COVERED)
    head = (
        f"| set | contestant | micro-F1 (95 %) | macro-F1 | best right | calibration error | right in surest {surest} |"
    )
    rows = [_row(name, who, one) for name, each in judged.items() for who, one in each.contestants.items()]
    return "\n".join([head, "|" + " --- |" * 7, *rows])


def _row(name: str, who: str, one: Contestant) -> str:
    low, high = one.interval
    covered = " / ".join(f"{right:.3f}" for right in one.coverage) or "–"
    agreed = f"{one.topics.micro_f1:.3f} ({low:.3f}–{high:.3f}) | {one.topics.macro_f1:.3f}"
    return f"| {name} | {who} | {agreed} | {_figure(one.best_right)} | {_figure(one.calibration_error)} | {covered} |"


def _further(judged: dict[str, Judged]) -> str:
    lines = [
        "| our model | texts | kind right | emergency recall / precision | sure | best right when sure |",
        "|" + " --- |" * 6,
    ]
    for name, each in judged.items():
        danger = "–" if each.emergency is None else "{:.2f} / {:.2f}".format(*each.emergency)
        figures = f"{each.texts} | {_figure(each.kind_right)} | {danger} | {each.sure:.2f}"
        lines.append(f"| {name} | {figures} | {each.best_right_when_sure:.3f} |")
    return "\n".join(lines)


def _by_topic(judged: dict[str, Judged]) -> str:
    columns = [one.topics.by_topic for each in judged.values() for one in each.contestants.values()]
    names = [f"{name}: {who}" for name, each in judged.items() for who in each.contestants]
    lines = ["| topic | " + " | ".join(names) + " |", "|" + " --- |" * (len(columns) + 1)]
    lines += [f"| {code} | " + " | ".join(_figure(one.get(code), 2) for one in columns) + " |" for code in CODES]
    return "\n".join(lines)


def _figure(value: float | None, places: int = 3) -> str:
    return "–" if value is None else f"{value:.{places}f}"
