# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the user's Python hooks for Codex-Plus; the standard library only.

Messages are JSON, one a line. In: {"id", "call": "load", "hooks": [{"stem", "path", "code", "config"}]} and
{"id", "call": "pre_input", "request": {"method", "path", "headers", "state"}, "body": "<JSON>"}. Out: one line with the
same id and "log" (a list of texts) for each. What hooks print goes to standard error.
"""
import sys

sys.path[:] = [place for place in sys.path if place]  # nothing of the working directory is imported

import asyncio
import json
import os
import site
import types
from collections.abc import MutableMapping

site_packages = site.getusersitepackages()
if os.path.isdir(site_packages) and site_packages not in sys.path:
    sys.path.append(site_packages)

requests = os.fdopen(os.dup(0), "rb")
answers = os.fdopen(os.dup(1), "wb")
nothing = os.open(os.devnull, os.O_RDONLY)
os.dup2(nothing, 0)
os.dup2(2, 1)
sys.stdout = sys.stderr


class Headers(MutableMapping):
    """Header fields by name, in any case."""

    def __init__(self, fields=()):
        self._fields = {}
        for name, value in dict(fields).items():
            self[name] = value

    def __getitem__(self, name):
        return self._fields[name.lower()][1]

    def __setitem__(self, name, value):
        self._fields[name.lower()] = (name, value)

    def __delitem__(self, name):
        del self._fields[name.lower()]

    def __iter__(self):
        return iter(self._fields)

    def __len__(self):
        return len(self._fields)


class Address(str):
    @property
    def path(self):
        return self.split("?", 1)[0]

    @property
    def query(self):
        return self.partition("?")[2]


class State(types.SimpleNamespace):
    pass


class Request:
    def __init__(self, method="POST", path="/", headers=(), state=None):
        self.method = method
        self.url = Address(path)
        self.headers = Headers(headers)
        self.state = State(**(state or {}))


class Response:
    def __init__(self, content=None, status_code=200, headers=None, media_type=None):
        self.body = content.encode() if isinstance(content, str) else (content or b"")
        self.status_code = status_code
        self.headers = Headers(headers or {})
        self.media_type = media_type


class JSONResponse(Response):
    def __init__(self, content=None, status_code=200, headers=None, media_type="application/json"):
        super().__init__(json.dumps(content), status_code, headers, media_type)


class StreamingResponse(Response):
    def __init__(self, content=None, status_code=200, headers=None, media_type=None):
        super().__init__(None, status_code, headers, media_type)
        self.body_iterator = content


class Hook:
    """What the hooks of users derive from."""

    def __init__(self, name, config=None):
        self.name = name
        self.config = config or {}
        self.priority = self.config.get("priority", 100)
        self.enabled = self.config.get("enabled", True)
        self.hook_type = self.config.get("type", "pre-input")

    async def pre_input(self, request, body):
        return body

    async def post_output(self, response):
        return response

    async def pre_tool_use(self, request, tool_name, tool_args):
        return tool_args

    async def stop(self, request, conversation_data):
        return conversation_data


def provide(name, **content):
    module = types.ModuleType(name)
    module.__dict__.update(content)
    module.__path__ = []
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def is_installed(name):
    import importlib.util

    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def provide_modules():
    provide("codex_plus")
    provide("codex_plus.hooks", Hook=Hook)
    answers_of = {"Response": Response, "JSONResponse": JSONResponse, "StreamingResponse": StreamingResponse}
    if not is_installed("fastapi"):
        provide("fastapi", Request=Request, Response=Response)
        provide("fastapi.responses", **answers_of)
    if not is_installed("starlette"):
        provide("starlette")
        provide("starlette.requests", Request=Request)
        provide("starlette.responses", **answers_of)


def instance_of(definition):
    """The first class of the file that is a hook."""
    stem = definition["stem"]
    module = types.ModuleType("codex_plus_hook_" + stem)
    module.__file__ = definition["path"]
    sys.modules[module.__name__] = module
    exec(compile(definition["code"], definition["path"], "exec"), module.__dict__)
    for value in list(module.__dict__.values()):
        if isinstance(value, type) and issubclass(value, Hook) and value.__name__ != "Hook":
            return value(stem, definition["config"])
    raise TypeError("there is no class in it that derives from Hook")


def described(error):
    return f"{type(error).__name__}: {error}"


class Runner:
    def __init__(self):
        self.hooks = []

    def load(self, message, log):
        self.hooks = []
        for definition in message["hooks"]:
            try:
                self.hooks.append(instance_of(definition))
            except (Exception, SystemExit) as error:
                log.append(f"{definition['path']} cannot be loaded: {described(error)}")
        return {"loaded": [hook.name for hook in self.hooks]}

    async def pre_input(self, message, log):
        request = Request(**message["request"])
        original = message["body"]
        body = json.loads(original)
        for hook in self.hooks:
            before = json.dumps(body)
            try:
                result = await hook.pre_input(request, body)
                if result is not None:
                    if not isinstance(result, dict):
                        raise TypeError(f"pre_input returned {type(result).__name__} instead of a dict")
                    body = result
                json.dumps(body)
            except (Exception, SystemExit) as error:
                log.append(f"{hook.name} failed: {described(error)}")
                body = json.loads(before)  # as it was before this hook
        block = getattr(request.state, "user_prompt_block", None)
        if block:
            reason = block.get("reason") if isinstance(block, dict) else block
            return {"blocked": str(reason or "blocked by a hook")}
        return {} if body == json.loads(original) else {"body": json.dumps(body)}

    async def answer(self, message):
        log = []
        if message["call"] == "load":
            result = self.load(message, log)
        else:
            result = await self.pre_input(message, log)
        return {"id": message["id"], "log": log, **result}

    async def run(self):
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, requests.readline):
            answer = await self.answer(json.loads(line))
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()


provide_modules()
asyncio.run(Runner().run())
