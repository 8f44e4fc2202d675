# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy one writes in an afternoon: FastAPI and httpx, the body parsed and written anew. A row of the comparison.
fastapi_proxy.py PORT UPSTREAM"""
import json
import sys

import fastapi
import fastapi.responses
import httpx
import uvicorn

application = fastapi.FastAPI()
client = httpx.AsyncClient(timeout=300, limits=httpx.Limits(max_connections=None, max_keepalive_connections=1024))


@application.post("/{path:path}")
async def forward(path: str, request: fastapi.Request):
    body = json.dumps(json.loads(await request.body())).encode()
    headers = {name: request.headers[name] for name in ("authorization", "accept", "content-type")}
    url = f"{sys.argv[2]}/{path}?{request.url.query}"
    answer = await client.send(client.build_request("POST", url, content=body, headers=headers), stream=True)
    return fastapi.responses.StreamingResponse(answer.aiter_raw(), answer.status_code,
                                               {"content-type": answer.headers["content-type"]})


uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False,
            timeout_keep_alive=600, backlog=4096)
