"""A4: whatever is pressed is 44 px or more, on every page at phone size."""

from support.crawl import paths, put

LEAST = 43.5  # 44 px, less the rounding of a rem
SMALL = """(least) => {
  const found = [];
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const part of document.querySelectorAll(all)) {
    const style = getComputedStyle(part), box = part.getBoundingClientRect();
    if (!part.checkVisibility() || !box.width || part.matches(".skip")) continue;
    const words = part.parentElement.innerText.trim().length;
    const inText = style.display === "inline" && words > part.innerText.trim().length + 3;
    if (inText) continue;
    const label = part.labels && part.labels[0] ? part.labels[0].getBoundingClientRect() : box;
    const wide = Math.max(box.width, label.width), high = Math.max(box.height, label.height);
    if (wide < least || high < least) {
      const name = `${part.tagName}.${part.className} ${part.innerText.slice(0, 30)}`;
      found.push(`${name} ${wide} x ${high}`);
    }
  }
  return found;
}"""


def test_every_target_is_large_enough_and_nothing_has_to_be_dragged(live_server, open_page):
    put(live_server, "clear")
    page, small, dragged = open_page(), {}, []
    for path in paths():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        if found := page.evaluate(SMALL, LEAST):
            small[path] = found
        if page.locator("[draggable=true], input[type=range]").count():
            dragged.append(path)
    print(f"\nA4: {len(paths())} pages, {sum(map(len, small.values()))} targets under 44 px")
    assert small == {}
    assert dragged == []
