"""A browser without a window, spoken to through a pipe: Chromium's own protocol, and no package between.

Like the judges in validators.py, a browser that is not installed skips the test, and fails it where CI is set.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from validators import LOCAL_TOOLS, _missing, _tool

SECONDS = 60
KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "ArrowUp": 38}  # Windows' codes, as the protocol wants them
WORDS = {"Enter": "\r", " ": " "}  # keys that write something


class Page:
    """One page of a browser. What it asks the network for is in `requests`."""

    def __init__(self, write: int, read: int) -> None:
        self.write, self.read = write, read
        self.requests: list[str] = []
        self.buffer, self.number, self.session = b"", 0, ""
        self.loaded = False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of one call; what the browser tells meanwhile is noted."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self.number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _next(self) -> Any:
        end = time.monotonic() + SECONDS
        while b"\0" not in self.buffer:
            assert select.select([self.read], [], [], max(0.0, end - time.monotonic()))[0], (
                "the browser does not answer"
            )
            more = os.read(self.read, 1 << 20)
            assert more, "the browser has ended"
            self.buffer += more
        line, _, self.buffer = self.buffer.partition(b"\0")
        message = json.loads(line)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        self.loaded |= message.get("method") == "Page.loadEventFired"
        return message

    def open(self, path: Path, width: int = 1280, *, scripts: bool = True) -> None:
        """Opens a file, in a window `width` pixels wide."""
        self.requests.clear()
        self.loaded = False
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Page.navigate", url=path.resolve().as_uri())
        while not self.loaded:
            self._next()

    def ask(self, script: str) -> Any:
        """The value of an expression in the page; of a promise what it comes to."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        for key in keys:
            code = {"key": key, "code": key.strip() or "Space", "windowsVirtualKeyCode": KEYS[key]}
            text = {"text": WORDS[key]} if key in WORDS else {}
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **code, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **code)

    def violations(self) -> list[str]:
        """What axe-core, all of its rules, finds wrong on the page as it is now: rule, and the elements concerned."""
        script = LOCAL_TOOLS.parent / "axe-core" / "axe.min.js"
        if not script.is_file():
            _missing("axe-core")
        self.ask(script.read_text(encoding="utf-8") + ";0")
        found = self.ask(
            "axe.run(document).then(r => ({passes: r.passes.length,"
            "bad: r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))}))"
        )
        assert found["passes"] > 10, "axe-core hardly looked at the page"
        return list(found["bad"])


@contextmanager
def browser() -> Iterator[Page]:
    """A page of a fresh browser, which reads no settings and asks for no site."""
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None) or _tool("chromium")
    (to_read, write), (read, to_write) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = ["--headless", "--remote-debugging-pipe", f"--user-data-dir={folder}", "--no-first-run"]
        options += ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-sandbox"]
        words = ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "browser", program, *options]
        with Path(folder, "log").open("wb") as log:
            run = subprocess.Popen(words, pass_fds=(to_read, to_write), stdout=log, stderr=log)
        os.close(to_read)
        os.close(to_write)
        try:
            yield Page(write, read)
        finally:
            run.terminate()
            run.wait(SECONDS)
            os.close(write)
            os.close(read)
