# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes for measurements: the backend, codex-plus, other proxies, and the load on them. All on 127.0.0.1, in one
scratch directory, ended with the Lab."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
NODE_PROXY = """
const http = require('http'), agent = new http.Agent({keepAlive: true});
const proxy = require('http-proxy').createProxyServer({target: process.argv[2], agent});
http.createServer((request, response) => proxy.web(request, response)).listen(+process.argv[1], '127.0.0.1');
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


# Settings with which requests are forwarded without a look into them.
NOTHING_AUTOMATED = ["hooks.enabled=false", "commands.enabled=false", "statusLine.enabled=false"]


class Target:
    """Something that answers at `url`; `pid` is None for the backend itself."""

    def __init__(self, name, url, pid=None):
        self.name, self.url, self.pid = name, url, pid

    def pids(self):
        found = [self.pid] if self.pid else []
        for pid in found:
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        return found

    def cpu_seconds(self):
        """Of the process and its children, exact: the clock of a process is ~pid << 3 | 2 (Linux, CPUCLOCK_SCHED)."""
        return sum(time.clock_gettime(~pid << 3 | 2) for pid in self.pids())

    def rss_mib(self):
        lines = "".join(pathlib.Path(f"/proc/{pid}/status").read_text() for pid in self.pids()).splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


class Lab:
    def __init__(self, programs, tools):
        """`programs` holds codex-plus, `tools` bench_load and bench_upstream."""
        self.programs, self.tools = pathlib.Path(programs).resolve(), pathlib.Path(tools).resolve()
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="codex-plus-bench."))
        self.processes = []
        self.wrapped = {}  # process id of a wrapper → of the codex-plus inside it
        self.certificate = self.directory / "certificate.pem"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            self.end(process)
        shutil.rmtree(self.directory, ignore_errors=True)

    def end(self, process):
        """Stops a process started here. A wrapper ends when what it runs has ended."""
        if process.poll() is None:
            os.kill(self.wrapped.get(process.pid, process.pid), signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process in self.processes:
            self.processes.remove(process)

    def start(self, command, *, environment=None, **options):
        with open(self.directory / "processes.log", "ab") as log:
            process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stderr=log, text=True,
                                       env={**os.environ, **(environment or {})}, cwd=self.directory, **options)
        self.processes.append(process)
        return process

    def fail(self, what):
        log = (self.directory / "processes.log").read_text(errors="replace")
        raise SystemExit(f"{what}\n{log[-2000:]}")

    def upstream(self, tls=False):
        """The port of a new backend."""
        arguments = []
        if tls:
            key = self.directory / "key.pem"
            if not key.exists():
                subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                                "-nodes", "-days", "2", "-subj", "/CN=localhost",
                                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key,
                                "-out", self.certificate], check=True, stderr=subprocess.DEVNULL)
            arguments = ["--tls", self.certificate, key]
        process = self.start([self.tools / "bench_upstream", *arguments], stdout=subprocess.PIPE)
        return int(process.stdout.readline() or self.fail("bench_upstream does not start"))

    def codex_plus(self, name, upstream, settings=(), wrapper=(), environment=None):
        """codex-plus towards the base URL, with --set options, inside another command (`wrapper`), as a login shell
        would start it: with 1024 descriptors, more only when it asks for them."""
        directory = self.directory / f"home{len(self.processes)}-{time.monotonic_ns()}"
        directory.mkdir()
        options = [f"--set=upstream.caFile={self.certificate}"] if upstream.startswith("https:") else []
        process = self.start(
            ["sh", "-c", 'ulimit -S -n 1024; exec "$@"', "sh", *wrapper, self.programs / "codex-plus",
             "serve", "--port", 0, "--upstream", upstream, *options, *(f"--set={setting}" for setting in settings)],
            environment={**{f"CODEX_PLUS_{kind}_DIR": str(directory) for kind in ("CONFIG", "DATA", "RUNTIME")},
                         "HOME": str(directory), "LC_ALL": "C.UTF-8", **(environment or {})},
            stdout=subprocess.PIPE)
        line = process.stdout.readline()
        if "listening on " not in line:
            self.fail(f"{name} does not start")
        target = Target(name, f"{line.split()[-1]}/responses", process.pid)
        self.wrapped[process.pid] = target.pids()[-1]
        return target, process

    def peer(self, name, port, command, environment=None):
        """Another proxy that will listen on the port."""
        process = self.start(command, environment=environment, stdout=subprocess.DEVNULL)
        for _ in range(2000):
            if process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return Target(name, f"http://127.0.0.1:{port}/responses", process.pid)
            except OSError:
                time.sleep(0.01)
        self.fail(f"{name} does not start")

    def configured_peer(self, name, program, template, arguments, ports):
        """nginx and haproxy: towards the plain and the TLS backend. Two targets, or None when it is not installed."""
        path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
        if not path:
            return None
        values = {"DIRECTORY": self.directory, "PLAIN": ports[0], "TLS": ports[1], "PORT": free_port(),
                  "PORT2": free_port()}
        text = (HERE / template).read_text()
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        configuration = self.directory / template.removesuffix(".in")
        configuration.write_text(text)
        plain = self.peer(name, values["PORT"], [path, *arguments, configuration])
        return plain, Target(name, f"http://127.0.0.1:{values['PORT2']}/responses", plain.pid)

    def nginx(self, ports):
        return self.configured_peer("nginx", "nginx", "nginx.conf.in", ["-c"], ports)

    def haproxy(self, ports):
        return self.configured_peer("HAProxy", "haproxy", "haproxy.cfg.in", ["-db", "-f"], ports)

    def other_peers(self, port):
        """name → target or None for what is not installed; towards the plain backend."""
        url, found = f"http://127.0.0.1:{port}", {}

        def works(*command):
            return shutil.which(command[0]) and subprocess.run(command, capture_output=True).returncode == 0

        own = free_port()
        found["Node http-proxy"] = works("node", "-e", "require('http-proxy')") and self.peer(
            "Node http-proxy", own, ["node", "-e", NODE_PROXY, own, url])
        own = free_port()
        found["mitmproxy"] = works("mitmdump", "--version") and self.peer(
            "mitmproxy", own, ["mitmdump", "-q", "--mode", f"reverse:{url}", "--listen-host", "127.0.0.1", "-p", own,
                               "--set", "stream_large_bodies=1", "--set", f"confdir={self.directory}"])
        own = free_port()
        found["FastAPI"] = works(sys.executable, "-c", "import fastapi, httpx, uvicorn") and self.peer(
            "FastAPI", own, [sys.executable, HERE / "fastapi_proxy.py", own, url])
        return found

    def most_streams(self, port):
        """The most streams at a time the backend has seen since the last call."""
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/streams") as answer:
            return int(answer.read())

    def load(self, target, **options):
        """What bench_load prints, with the processor time of the target and the largest memory while it ran."""
        command = [str(self.tools / "bench_load"), target.url, *(f"{name}={value}" for name, value in options.items())]
        before = target.cpu_seconds()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            rss, done = [], threading.Event()

            def watch():
                while target.pid and not done.wait(0.1):
                    rss.append(target.rss_mib())

            watcher = threading.Thread(target=watch)
            watcher.start()
            output = process.communicate()[0]
            done.set()
            watcher.join()
        result = json.loads(output)
        result["cpu_us"] = (target.cpu_seconds() - before) * 1e6
        result["rss_mib"] = max(rss, default=0)
        return result
