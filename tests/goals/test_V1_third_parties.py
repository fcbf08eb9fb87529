"""V1: no request leaves for anywhere else, and the policy stops nothing of ours."""

from support.crawl import paths, put

WATCH = """() => {
  window.stopped = [];
  const note = (event) => window.stopped.push(event.violatedDirective);
  document.addEventListener("securitypolicyviolation", note);
}"""
# The missing page is asked for on purpose, and these pages run without the worker.
EXPECTED = ("404 (Not Found)", "Service Worker registration blocked")


def test_no_page_asks_anywhere_else(live_server, open_page):
    put(live_server, "clear")
    page = open_page()
    asked, said, seen = [], [], 0
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in paths():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        seen += 1
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
