// The glossary behind the words: where a page first uses one of its terms, the term is
// quietly underlined; a click, a tap or Enter says what it means.
(() => {
  const OPEN = "tt-meaning";
  const IN_PAGE = "[data-testid=stMain]";
  // Not within what is pressed anyway, and not where the term is the whole subject.
  const LEFT_OUT =
    "a, button, summary, label, input, textarea, select, code, h1, svg, [role=button]," +
    " .tt-glossary, .tt-meeting, .tt-foot, .tt-term, .js-plotly-plot, [aria-hidden=true]";
  const WAIT_MS = 150;
  const ours = () => TERMS[document.documentElement.lang];

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const patterns = {};
  // A whole word: no letter before and none after, in any alphabet.
  const patternsOf = (lang) =>
    (patterns[lang] ??= TERMS[lang].terms.map((one) => [
      one,
      new RegExp(`(?<!\\p{L})(?:${one.forms.map(escaped).join("|")})(?!\\p{L})`, "iu"),
    ]));

  const marked = (node, one, at, length) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + length);
    const mark = document.createElement("span");
    mark.className = "tt-term";
    mark.dataset.term = one.name;
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-expanded", "false");
    range.surroundContents(mark);
  };

  const texts = (page) => {
    const found = [];
    for (const part of page.querySelectorAll(".stHtml")) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement } = walker.currentNode;
        if (!parentElement.closest(LEFT_OUT) && parentElement.checkVisibility())
          found.push(walker.currentNode);
      }
    }
    return found;
  };

  const mark = () => {
    const page = document.querySelector(IN_PAGE);
    if (!page || !ours()) return;
    const there = new Set(
      [...page.querySelectorAll(".tt-term")].map((one) => one.dataset.term),
    );
    let nodes;
    for (const [one, pattern] of patternsOf(document.documentElement.lang)) {
      if (there.has(one.name)) continue;
      nodes ??= texts(page);
      for (const node of nodes) {
        const found = node.data.match(pattern);
        if (!found) continue;
        marked(node, one, found.index, found[0].length);
        nodes = undefined;
        break;
      }
    }
  };

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => requestIdleCallback?.(mark) ?? mark(), WAIT_MS);
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("toggle", soon, true);

  // One box for all terms, over everything, closed by Escape or a click elsewhere.
  const box = document.createElement("div");
  box.className = OPEN;
  box.popover = "auto";
  box.setAttribute("role", "note");
  let asked;
  box.addEventListener("toggle", (event) => {
    asked?.setAttribute("aria-expanded", String(event.newState === "open"));
  });
  const tell = (term) => {
    const one = ours()?.terms.find(({ name }) => name === term.dataset.term);
    if (!one) return;
    if (box.matches(":popover-open")) box.hidePopover();
    const name = document.createElement("b");
    name.textContent = one.term;
    const more = document.createElement("a");
    more.href = ours().path;
    more.textContent = ours().more;
    box.replaceChildren(name, ` ${one.means} `, more);
    // Beside the term in the page, so that Tab goes from it into the box.
    term.after(box);
    asked = term;
    box.showPopover();
    const { left, bottom, top } = term.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = box;
    const edge = innerWidth - offsetWidth - 8;
    box.style.left = `${Math.max(8, Math.min(left, edge))}px`;
    const isLow = bottom + offsetHeight + 8 > innerHeight;
    box.style.top = `${isLow ? Math.max(8, top - offsetHeight - 6) : bottom + 6}px`;
  };
  document.addEventListener("click", (event) => {
    const term = event.target.closest?.(".tt-term");
    if (term) tell(term);
  });
  document.addEventListener("keydown", (event) => {
    const isPressed = event.key === "Enter" || event.key === " ";
    if (!isPressed || !event.target.matches?.(".tt-term")) return;
    event.preventDefault();
    tell(event.target);
  });
  soon();
})();
