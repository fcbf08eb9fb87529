"""V1: no request leaves for anywhere else, and the policy stops nothing of ours."""

from support.crawl import paths, put


def batched(all_of, size):
    """Lists of at most `size`, in order."""
    return [all_of[start : start + size] for start in range(0, len(all_of), size)]


WATCH = """() => {
  window.stopped = [];
  const note = (event) => window.stopped.push(event.violatedDirective);
  document.addEventListener("securitypolicyviolation", note);
}"""
TABS = 8  # so many pages wait side by side for the last of their requests
# The missing page is asked for on purpose, and these pages run without the worker.
EXPECTED = ("404 (Not Found)", "Service Worker registration blocked")


def test_no_page_asks_anywhere_else(live_server, open_page):
    put(live_server, "clear")
    first = open_page()
    asked, said, seen = [], [], 0
    tabs = [first, *(first.context.new_page() for _ in range(TABS - 1))]
    for tab in tabs:
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
    for together in batched(paths(), TABS):
        for tab, path in zip(tabs, together, strict=False):
            tab.goto(path)
        for tab in tabs[: len(together)]:
            tab.wait_for_load_state("networkidle")
            seen += 1
    assert seen == len(paths())
    elsewhere = [url for url in asked if not url.startswith(live_server.address + "/")]
    faults = [text for text in said if not any(part in text for part in EXPECTED)]
    print(f"\nV1: {seen} pages, {len(asked)} requests, {len(elsewhere)} elsewhere")
    assert elsewhere == []
    assert faults == []


def test_the_policy_would_stop_a_request_elsewhere(live_server, open_page):
    page = open_page()
    page.goto("/offline")
    page.evaluate(WATCH)
    page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    page.wait_for_function("window.stopped.length > 0")
    assert page.evaluate("window.stopped") == ["connect-src"]
