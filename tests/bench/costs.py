# SPDX-License-Identifier: GPL-3.0-or-later
"""The exact cost gate: instructions (callgrind) and system calls (strace) of codex-plus per request and per event.

Each figure is a difference between two runs whose load differs in one thing, so that start-up and connection set-up
cancel out. Requests and events come one by one (the next event is sent when the one before has arrived), so the figures
do not depend on how busy the machine is. They are compared with costs.json: a figure that grew by more than 5 % fails,
and so does one that fell by more than 10 %: left as it is, it could grow back unnoticed. --accept writes what was
measured to costs.json."""
import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
import lab  # noqa: E402

COSTS = lab.HERE / "costs.json"
SKIPPED = 77  # known to ctest
GROWTH, FALL = 0.05, -0.10
EVENTS, REQUESTS = 200, 80  # what a run has more than the plain one

# load: connection scheme, requests of 20 KB, of how many events, and what else
LOADS = {
    "http": dict(requests=10, events=1),
    "http+requests": dict(requests=10 + REQUESTS, events=1),
    "http+events": dict(requests=10, events=1 + EVENTS // 10),
    "http+200k": dict(requests=10, events=1, body=200_000),
    "http+200k+requests": dict(requests=10 + REQUESTS, events=1, body=200_000),
    "https": dict(requests=10, events=1),
    "https+requests": dict(requests=10 + REQUESTS, events=1),
    "https+events": dict(requests=10, events=1 + EVENTS // 10),
}
# figure: minuend, subtrahend, divisor
FIGURES = {
    "http, per event": ("http+events", "http", EVENTS),
    "http, per request with 20 KB": ("http+requests", "http", REQUESTS),
    "http, per request with 200 KB": ("http+200k+requests", "http+200k", REQUESTS),
    "https, per event": ("https+events", "https", EVENTS),
    "https, per request with 20 KB": ("https+requests", "https", REQUESTS),
}
# The same instructions on every x86-64 machine: no variants chosen by processor or cache size, no random hash seed.
PINNED = {
    "QT_HASH_SEED": "0",
    "QT_NO_CPU_FEATURE": "sse4.1 sse4.2 avx avx2 avx512f rdrnd rdseed shani vaes",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX,-AVX512F,-AVX512VL,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-RTM"
                      ":glibc.cpu.x86_non_temporal_threshold=0x1000000:glibc.cpu.x86_rep_movsb_threshold=0x1000000"
                      ":glibc.cpu.x86_rep_stosb_threshold=0x1000000",
    "OPENSSL_ia32cap": "~0x1000080040000000:~0x20080128",  # no XOP, AVX, AVX2, BMI, ADX, SHA
}
# Between events, and between requests: long enough for codex-plus to sleep again, short enough that its timers do not
# count.
PAUSE_US = {"instructions": 4000, "system calls": 2500}


def measure(bench, kind, name, keep):
    """The count of one run."""
    scheme, options = name.split("+")[0], LOADS[name]
    port = bench.ports[scheme]
    output = keep / f"{kind.replace(' ', '-')}.{name}"
    if kind == "instructions":
        wrapper = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}"]
    else:
        wrapper = ["strace", "-f", "-c", "-o", output]
    output.unlink(missing_ok=True)
    target, process = bench.codex_plus(name, f"{scheme}://127.0.0.1:{port}/v1", lab.NOTHING_AUTOMATED, wrapper=wrapper, environment=PINNED)
    result = bench.load(target, warmup=0, tick=port, tick_tls=int(scheme == "https"), pause_us=PAUSE_US[kind], **options)
    bench.end(process)
    if result["error"]:
        raise SystemExit(f"{kind} {name}: {result['error']}")
    text = output.read_text()
    if kind == "instructions":
        return int(re.search(r"^(?:summary|totals): (\d+)", text, re.M)[1])
    return int(re.search(r"^100\.00 +\S+ +\S+ +(\d+) .*total$", text, re.M)[1])


def figures(bench, keep, wanted):
    """figure → value. One run at a time: they would disturb each other."""
    runs = {(kind, run) for kind, name in wanted for run in FIGURES[name][:2]}
    counts = {run: measure(bench, *run, keep) for run in runs}
    values = {}
    for kind, name in wanted:
        more, less, divisor = FIGURES[name]
        value = (counts[kind, more] - counts[kind, less]) / divisor
        values[kind, name] = round(value, None if kind == "instructions" else 2)
    return values


def must_run():
    """Where the gate is not allowed to be left out: continuous integration on the platform the figures are for."""
    release = pathlib.Path("/etc/os-release")
    return bool(os.environ.get("CI")) and platform.machine() == "x86_64" and release.exists() \
        and re.search(r'^VERSION_ID="?12\b', release.read_text(), re.M) is not None


def skip(reason):
    print(f"cost gate: {'cannot run' if must_run() else 'left out'}: {reason}")
    return 1 if must_run() else SKIPPED


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, type=pathlib.Path, help="directory of codex-plus")
    parser.add_argument("--tools", required=True, type=pathlib.Path, help="directory of bench_load")
    parser.add_argument("--environment", required=True, help="compiler and Qt the programs are made with")
    parser.add_argument("--accept", action="store_true", help="write what is measured to costs.json")
    options = parser.parse_args()
    environment = f"{options.environment}, {platform.machine()}"
    recorded = json.loads(COSTS.read_text())
    missing = [tool for tool in ("valgrind", "strace", "openssl") if not shutil.which(tool)]
    if missing:
        return skip(f"{', '.join(missing)} not installed (installer/install-packages.sh test)")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        return skip("strace may not trace processes here (ptrace is not permitted)")
    if recorded["environment"] != environment and not options.accept:
        return skip(f"costs.json holds for {recorded['environment']}, this is {environment}")

    keep = options.tools.resolve() / "costs"
    keep.mkdir(exist_ok=True)
    wanted = [(kind, name) for kind in PAUSE_US for name in FIGURES]
    with lab.Lab(options.programs, options.tools) as bench:
        bench.ports = {"http": bench.upstream(), "https": bench.upstream(tls=True)}
        values = figures(bench, keep, wanted)
        if options.accept:
            more = [values, figures(bench, keep, wanted), figures(bench, keep, wanted)]
            values = {key: statistics.median(one[key] for one in more) for key in wanted}
            recorded = {"environment": environment,
                        **{kind: {name: values[kind, name] for name in FIGURES} for kind in PAUSE_US}}
            COSTS.write_text(json.dumps(recorded, indent=2) + "\n")

        def change(key, value):
            return value / recorded[key[0]][key[1]] - 1

        def is_off(key):
            return not FALL <= change(key, values[key]) <= GROWTH

        # Other load on the machine can disturb a run, but not twice in the same way.
        again = [key for key in wanted if is_off(key)]
        second = figures(bench, keep, again) if again else {}
        for key in again:
            values[key] = min(values[key], second[key], key=lambda value: abs(change(key, value)))

    for key in wanted:
        verdict = "ok" if not is_off(key) else "GREW" if change(key, values[key]) > 0 else "FELL"
        print(f"{verdict:5}{key[0]:14}{key[1]:31}was {recorded[key[0]][key[1]]:>10,g}  is {values[key]:>10,g}"
              f"  {change(key, values[key]):+7.1%}")
    off = [key for key in wanted if is_off(key)]
    accept = f"cmake --build {options.programs.parent} --target accept-costs"
    if any(change(key, values[key]) > 0 for key in off):
        print(f"\nSome figures grew. Where it goes: callgrind_annotate {keep}/instructions.*\n"
              f"If it is meant to cost that, record it, and say why in the commit: {accept}")
    if any(change(key, values[key]) < 0 for key in off):
        print(f"\nSome figures fell. Record them, so that they do not grow back unnoticed: {accept}")
    return 1 if off else 0


sys.exit(main())
