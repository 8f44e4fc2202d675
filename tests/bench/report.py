# SPDX-License-Identifier: GPL-3.0-or-later
"""What compare.py measured, as numbers and as text."""
import datetime
import math
import pathlib
import platform
import re
import statistics
import subprocess

MEANING = {
    "body20k": "20 KB body", "body200k": "200 KB body", "stream": "1 stream, 500 events/s",
    "streams10": "10 streams, 1000 events/s", "throughput": "10 streams, flat out",
    "requests": "10 connections, tiny answers",
    "streams100": "100 streams, 5000 events/s", "streams1000": "1000 streams, 5000 events/s",
    "ttfb_x": "added TTFB, p50", "ttfb99_x": "added TTFB, p99", "event_x": "added latency per event, p50",
    "cpu_x": "processor time", "rate_x": "events/s", "rss": "resident memory",
    "streams": "streams at a time, without error",
}
AT_LEAST = ("rate_x", "streams")


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.nan


def median(values):
    good = [value for value in values if not math.isnan(value)]
    return statistics.median(good) if good else math.nan


class Row:
    """All rounds of one target in one scenario, against the direct connection and nginx in the same rounds."""

    def __init__(self, rounds, direct, nginx):
        self.rounds, self.direct, self.nginx = rounds, direct, nginx

    def added(self, key, share, run=None, base=None):
        """Of the round, microseconds: a percentile less what is typical without a proxy."""
        return quantile(run[key], share) - quantile(base[key], 0.5)

    def per_round(self, key, share):
        return [self.added(key, share, run, base) for run, base in zip(self.rounds, self.direct)]

    def pooled99(self, key):
        every = {"x": [value for run in self.rounds for value in run[key]]}
        return self.added("x", 0.99, every, {"x": [value for run in self.direct for value in run[key]]})

    def metrics(self):
        def rate(run):
            return run["events"] / run["seconds"]

        def ratio(mine, other):
            return median([a / b for a, b in zip(mine, other) if b > 0])

        reference = Row(self.nginx, self.direct, self.nginx)
        return {
            "ttfb": median(self.per_round("ttfb_us", 0.5)), "ttfb99": self.pooled99("ttfb_us"),
            "event": median(self.per_round("event_us", 0.5)), "event99": self.pooled99("event_us"),
            "ttfb_x": ratio(self.per_round("ttfb_us", 0.5), reference.per_round("ttfb_us", 0.5)),
            "ttfb99_x": self.pooled99("ttfb_us") / reference.pooled99("ttfb_us"),
            "event_x": ratio(self.per_round("event_us", 0.5), reference.per_round("event_us", 0.5)),
            "cpu_request": median([run["cpu_us"] / max(1, run["requests"]) for run in self.rounds]),
            "cpu_event": median([run["cpu_us"] / max(1, run["events"]) for run in self.rounds]),
            "cpu_x": ratio([run["cpu_us"] for run in self.rounds], [run["cpu_us"] for run in self.nginx]),
            "rate": median([rate(run) for run in self.rounds]),
            "rate_x": ratio([rate(run) for run in self.rounds], [rate(run) for run in self.nginx]),
            "rss": max(run["rss_mib"] for run in self.rounds),
            "streams": min(0 if run["error"] else run["upstream_streams"] for run in self.rounds),
            "errors": sum(bool(run["error"]) for run in self.rounds),
        }


def idle_seconds():
    """Of all processors, since the machine started."""
    return float(pathlib.Path("/proc/uptime").read_text().split()[1])


def machine(environment, cores, busy, load_before):
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())

    def git(*command):
        return subprocess.run(["git", *command], cwd=pathlib.Path(__file__).parent, capture_output=True,
                              text=True).stdout.strip()

    changed = " with changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return (f"{datetime.date.today()}, commit {git('rev-parse', '--short', 'HEAD')}{changed}. "
            f"{processor[1] if processor else platform.machine()}, {cores} cores, Linux {platform.release()}, "
            f"{system[1] if system else 'unknown system'}, {environment}. The machine was {busy:.0%} busy, this load "
            f"included; its load average before was {load_before:.1f}.")


def number(value):
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.1f}"


def with_ratio(metrics, name, ratio):
    return number(metrics[name]) + (f" ({float(f'{metrics[ratio]:.2g}'):g}×)" if not math.isnan(metrics[ratio]) else "")


def table(title, heads, rows, names, cells):
    """cells: (scenario, function of its metrics) per column. Columns nobody measured are left out."""
    columns = [(head, cell) for head, cell in zip(heads, cells) if cell[0] in rows]
    if not columns:
        return ""
    heads, cells = zip(*columns)
    lines = [f"**{title}**", "", "| | " + " | ".join(heads) + " |", "|---|" + "--:|" * len(heads)]
    for name in names:
        values = [cell(rows[scenario][name]) if name in rows.get(scenario, {}) else "" for scenario, cell in cells]
        if any(values):
            lines.append(f"| {name} | " + " | ".join(values) + " |")
    return "\n".join(lines) + "\n"


def tables(rows, names):
    def timed(scenarios, name):
        return [pair for scenario in scenarios for pair in (
            (scenario, lambda m: with_ratio(m, name, f"{name}_x")), (scenario, lambda m: number(m[f"{name}99"])))]

    def heads(scenarios):
        return [text for scenario in scenarios for text in (f"{MEANING[scenario]}, p50", "p99")]

    bodies, streams = ("body20k", "body200k"), ("stream", "streams10", "streams100", "streams1000")
    peers = [name for name in names if name != "direct"]
    yield table("Added time to the first byte, µs", heads(bodies), rows, peers, timed(bodies, "ttfb"))
    yield table("Added latency per event, µs", heads(streams), rows, peers, timed(streams, "event"))
    yield table("Processor time, µs", [f"per event, {MEANING['stream']}", "per event, flat out",
                                       "per request, 20 KB, tiny answer", "per request, 200 KB"], rows, peers,
                [("stream", lambda m: with_ratio(m, "cpu_event", "cpu_x")),
                 ("throughput", lambda m: with_ratio(m, "cpu_event", "cpu_x")),
                 ("requests", lambda m: with_ratio(m, "cpu_request", "cpu_x")),
                 ("body200k", lambda m: with_ratio(m, "cpu_request", "cpu_x"))])
    totals = ["events/s, 10 streams flat out", "memory with 1000 streams, MiB", "failed runs"]
    failed = {name: {"errors": sum(of[name]["errors"] for of in rows.values() if name in of)} for name in names}
    yield table("In all", totals, {**rows, "all": failed}, names,
                [("throughput", lambda m: with_ratio(m, "rate", "rate_x")),
                 ("streams1000", lambda m: number(m["rss"]) if m["rss"] else ""), ("all", lambda m: str(m["errors"]))])


def targets_table(rows, targets):
    lines = ["| row | upstream | load | figure | target | measured | |", "|---|---|---|---|--:|--:|---|"]
    for name, backend, scenario, metric, bound in targets:
        if (backend, scenario) not in rows:
            continue
        value = rows[backend, scenario][name][metric]
        is_met = value >= bound if metric in AT_LEAST else value <= bound
        unit = "×" if metric.endswith("_x") else " MiB" if metric == "rss" else ""
        wanted = f"{'≥' if metric in AT_LEAST else '≤'} {bound:g}{unit}"
        measured = (f"{value:.2f}" if unit == "×" else f"{value:.0f}") + unit
        lines.append(f"| {name} | {backend} | {MEANING[scenario]} | {MEANING[metric]} | {wanted} | {measured} | "
                     f"{'met' if is_met else '**missed**'} |")
    for name in dict.fromkeys(target[0] for target in targets):
        errors = sum(of[name]["errors"] for of in rows.values())
        lines.append(f"| {name} | both | all | failed runs | 0 | {errors} | {'**missed**' if errors else 'met'} |")
    return "\n".join(lines) + "\n"


def document(rows, targets, scenarios, machine_line, missing, startup):
    parts = [machine_line + "\n"]
    if missing:
        parts.append("Not installed, hence not compared: " + ", ".join(missing) + ".\n")
    parts += ["### Targets\n", "× means times nginx's figure in the same rounds.\n", targets_table(rows, targets)]
    for backend, title in (("http", "Plain upstream"), ("https", "TLS upstream")):
        of_backend = {scenario: rows[backend, scenario] for scenario in scenarios if (backend, scenario) in rows}
        names = list(dict.fromkeys(name for of in of_backend.values() for name in of))
        parts += [f"### {title}\n", *filter(None, tables(of_backend, names))]
    if startup:
        parts += ["### `codex-plus serve`, idle\n", "| | |\n|---|---|\n" + startup]
    return "\n".join(parts)


def replace_section(path, text):
    """Between the markers; the rest is written by hand."""
    document_text = path.read_text()
    begin, end = "<!-- written by the target bench: begin -->", "<!-- written by the target bench: end -->"
    before, after = document_text.split(begin)[0], document_text.split(end)[1]
    path.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}")
