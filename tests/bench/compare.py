# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares codex-plus with other proxies, all in one run, and writes the figures into docs/performance.md.

In every round each load goes to all targets, one after the other, each round beginning with another one; ratios are
taken within a round. So other load on the machine disturbs all of them alike."""
import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import lab  # noqa: E402
import report  # noqa: E402

# Rows of codex-plus: name → its --set options. One more line is one more row; give it targets below.
VARIANTS = {
    "codex-plus": lab.NOTHING_AUTOMATED,
    "codex-plus, prompts": [],  # looked into for hooks and slash commands, of which there are none
    "codex-plus, recording": [*lab.NOTHING_AUTOMATED, "recording=full"],
    "codex-plus, recording and prompts": ["recording=full"],
    "codex-plus, stock": [*lab.NOTHING_AUTOMATED, "upstream.transport=stock"],
}

# scenario: what bench_load does; rounds in all, rounds of the quick run, and which backends it is measured with
BOTH = ("http", "https")
SCENARIOS = {
    "body20k": (dict(requests=150, events=2, interval_us=1000), 10, 3, BOTH),
    "body200k": (dict(requests=100, events=2, interval_us=1000, body=200_000), 10, 3, BOTH),
    "stream": (dict(requests=5, events=100, interval_us=2000), 10, 3, BOTH),
    "streams10": (dict(streams=10, requests=10, events=100, interval_us=10_000), 5, 1, BOTH),
    "throughput": (dict(streams=10, requests=20, events=2000), 8, 2, BOTH),
    "requests": (dict(streams=10, requests=600), 8, 2, BOTH),
    "streams100": (dict(streams=100, requests=200, events=50, interval_us=20_000, ramp_ms=500, warmup=0), 4, 1,
                   ("http",)),
    "streams1000": (dict(streams=1000, requests=1000, events=30, interval_us=200_000, ramp_ms=2000, warmup=0), 2, 0,
                    ("http",)),
}
TOO_MUCH_FOR_OTHERS = ("streams1000",)  # than nginx, HAProxy and codex-plus

# what is asked of a row: scenario, metric, bound (≤, except for those named ≥)
TARGETS = [
    *(("codex-plus", backend, *line) for backend in BOTH for line in (
        ("body20k", "ttfb_x", 1.3), ("body20k", "ttfb99_x", 2), ("body200k", "ttfb_x", 1.3), ("body200k", "ttfb99_x", 2),
        ("stream", "event_x", 1.3), ("stream", "cpu_x", 1.5), ("requests", "cpu_x", 1.5), ("throughput", "rate_x", 0.9))),
    ("codex-plus", "http", "streams10", "event_x", 1.3),
    ("codex-plus", "http", "streams100", "streams", 100),
    ("codex-plus", "http", "streams100", "event_x", 1.3),
    ("codex-plus", "http", "streams1000", "streams", 1000),
    ("codex-plus", "http", "streams1000", "rss", 120),
    ("codex-plus, recording and prompts", "http", "body200k", "ttfb_x", 3),
    ("codex-plus, stock", "http", "body20k", "ttfb_x", 5),
    ("codex-plus, stock", "http", "body200k", "ttfb_x", 9),
    ("codex-plus, stock", "http", "stream", "event_x", 2.5),
    ("codex-plus, stock", "http", "streams10", "event_x", 2.5),
    ("codex-plus, stock", "http", "stream", "cpu_x", 2.6),
    ("codex-plus, stock", "http", "requests", "cpu_x", 7),
    ("codex-plus, stock", "http", "throughput", "rate_x", 0.7),
    ("codex-plus, stock", "http", "streams100", "streams", 100),
    ("codex-plus, stock", "http", "streams100", "event_x", 6),
    ("codex-plus, stock", "http", "streams1000", "streams", 1000),
    ("codex-plus, stock", "http", "streams1000", "rss", 200),
]
def start_targets(bench, ports, with_others):
    """backend → targets, the direct connection first; the names of the other peers; of those that are not installed."""
    paths = {"http": f"http://127.0.0.1:{ports['http']}", "https": f"https://127.0.0.1:{ports['https']}"}
    targets = {backend: [lab.Target("direct", f"{paths[backend]}/responses")] for backend in BOTH}
    missing, others = [], []
    for name, peer in (("nginx", bench.nginx), ("HAProxy", bench.haproxy)):
        found = peer((ports["http"], ports["https"]))
        if found:
            targets["http"].append(found[0])
            targets["https"].append(found[1])
        elif name == "nginx":
            raise SystemExit("the comparison is with nginx, which is not installed (apt-get install nginx-light)")
        else:
            missing.append(name)
    for name, settings in VARIANTS.items():
        for backend in BOTH:
            targets[backend].append(bench.codex_plus(name, paths[backend], settings)[0])
    for name, target in (bench.other_peers(ports["http"]) if with_others else {}).items():
        if target:
            targets["http"].append(target)
            others.append(name)
        else:
            missing.append(name)
    return targets, others, missing


def run_scenarios(bench, targets, others, ports, is_quick, only):
    """(backend, scenario) → target name → list of what bench_load printed, one per round."""
    results = {}
    for scenario, (load, full, quick, backends) in SCENARIOS.items():
        if only and scenario not in only:
            continue
        for number in range(quick if is_quick else full):
            for backend in backends:
                row = [target for target in targets[backend]
                       if target.name not in others or scenario not in TOO_MUCH_FOR_OTHERS]
                for target in row[number % len(row):] + row[:number % len(row)]:
                    bench.most_streams(ports["http"])
                    run = bench.load(target, **load)
                    run["upstream_streams"] = bench.most_streams(ports["http"])
                    results.setdefault((backend, scenario), {}).setdefault(target.name, []).append(run)
                    if run["error"]:
                        print(f"{backend} {scenario} {target.name}: {run['error']}", file=sys.stderr)
        print(f"{datetime.datetime.now():%H:%M:%S} {scenario}", file=sys.stderr, flush=True)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, type=pathlib.Path, help="directory of codex-plus")
    parser.add_argument("--tools", required=True, type=pathlib.Path, help="directory of bench_load")
    parser.add_argument("--environment", required=True, help="compiler and Qt the programs are made with")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and targets")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, help="these loads; default: all")
    parser.add_argument("--write", type=pathlib.Path, help="the document to update; default: print")
    options = parser.parse_args()

    idle, load_before = report.idle_seconds(), os.getloadavg()[0]
    begin = time.monotonic()
    with lab.Lab(options.programs, options.tools) as bench:
        ports = {"http": bench.upstream(), "https": bench.upstream(tls=True)}
        targets, others, missing = start_targets(bench, ports, with_others=not options.quick)
        results = run_scenarios(bench, targets, others, ports, options.quick, options.only)
    cores = len(os.sched_getaffinity(0))
    busy = 1 - (report.idle_seconds() - idle) / (time.monotonic() - begin) / cores
    startup = "" if options.quick else subprocess.run([options.tools / "bench_startup", options.programs / "codex-plus"],
                                                      capture_output=True, text=True, check=True).stdout
    rows = {key: {name: report.Row(rounds, of["direct"], of["nginx"]).metrics() for name, rounds in of.items()}
            for key, of in results.items()}
    machine = report.machine(options.environment, cores, busy, load_before)
    text = report.document(rows, TARGETS, SCENARIOS, machine, missing, startup)
    if options.write:
        report.replace_section(options.write, text)
        print(f"written to {options.write}")
    else:
        print(text)
    return 0


sys.exit(main())
