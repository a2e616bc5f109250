// What Streamlit cannot be told from Python: its own words in the reader's language,
// the language of the page, one step in the history per choice, saving a figure.
"use strict";

(() => {
  // The server is at the root. Left to itself, Streamlit first asks below the path of
  // the page (`/don-vi/_stcore/health`), is told 404 twice, and only then asks here.
  window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: location.origin };

  const STEP_MS = 100;
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "data-title"];
  const root = document.documentElement;

  const language = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    return asked in WORDS ? asked : root.lang;
  };

  // "{n} options available." → a pattern; the other language's text with its places.
  const pattern = (text) =>
    new RegExp(
      "^" +
        text
          .split(/\{\w+\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          .join("(.*?)") +
        "$",
      "s",
    );

  const table = (lang) => {
    const exact = new Map();
    const patterns = [];
    for (const other of Object.keys(WORDS)) {
      if (other === lang) continue;
      for (const [key, text] of Object.entries(WORDS[other])) {
        const own = WORDS[lang][key];
        if (text.includes("{")) patterns.push([pattern(text), own]);
        else exact.set(text, own);
      }
    }
    return { exact, patterns };
  };
  const tables = {};
  const known = new Map();

  // Most texts come again and again: each is looked for once.
  const translated = (text) => {
    const lang = language();
    const key = lang + text;
    if (!known.has(key)) {
      if (known.size > 5000) known.clear();
      known.set(key, lookedUp(lang, text));
    }
    return known.get(key);
  };

  const lookedUp = (lang, text) => {
    const { exact, patterns } = (tables[lang] ??= table(lang));
    const trimmed = text.trim();
    if (exact.has(trimmed)) return text.replace(trimmed, exact.get(trimmed));
    for (const [from, to] of patterns) {
      const found = trimmed.match(from);
      if (!found) continue;
      let i = 0;
      return to.replace(/\{\w+\}/g, () => found[++i] ?? "");
    }
    return text;
  };

  const doText = (node) => {
    const text = node.data;
    if (!text.trim() || text.length > 300) return;
    const next = translated(text);
    if (next !== text) node.data = next;
  };

  const doElement = (element) => {
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      if (!text || text.length > 300) continue;
      const next = translated(text);
      if (next !== text) element.setAttribute(name, next);
    }
  };

  // Our own words, and figures, have the right language already.
  const IGNORED = "style, script, svg.main-svg, .stHtml";
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return doText(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(IGNORED)) return;
    doElement(node);
    node.childNodes.forEach(walk);
  };

  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      // a figure is drawn of thousands of pieces, none of them a word of Streamlit's
      if (change.target.ownerSVGElement && change.type === "childList") continue;
      const place = change.target.parentElement;
      if ((change.target.closest ? change.target : place)?.closest(IGNORED)) continue;
      if (change.type === "childList") change.addedNodes.forEach(walk);
      else if (change.type === "characterData") doText(change.target);
      else doElement(change.target);
    }
  });
  const observe = () =>
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ATTRIBUTES,
    });

  // Parameters a page fills in by itself are no step of the reader's: going back
  // would only bring them again.
  const onlyAdds = (url) => {
    const next = new URL(url, location.href);
    if (next.pathname !== location.pathname) return false;
    const before = [...new URLSearchParams(location.search)];
    return before.every(([name, value]) => next.searchParams.get(name) === value);
  };
  const changed = () => {
    const lang = language();
    if (root.lang === lang) return;
    root.lang = lang;
    walk(document.body);
  };
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  history.pushState = (state, unused, url) => {
    (url && onlyAdds(url) ? replace : push)(state, unused, url);
    changed();
  };
  history.replaceState = (state, unused, url) => {
    replace(state, unused, url);
    changed();
  };
  addEventListener("popstate", changed);

  // A page scrolls within an element, so a browser that goes back cannot bring back the
  // place: each address keeps its own, and it is found again once the page is as long.
  const PLACES = "places";
  const MOST_PLACES = 50;
  const BACK_MS = 15000;
  let places = [];
  try {
    places = JSON.parse(sessionStorage.getItem(PLACES)) ?? [];
  } catch {}
  let stop = () => {};
  const scroller = () => document.querySelector("[data-testid=stMain]");
  const keepPlace = (place) => {
    places = places.filter(([url]) => url !== location.href).slice(-MOST_PLACES);
    places.push([location.href, place]);
  };
  const isRunning = () =>
    !document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  const findPlace = () => {
    stop();
    const wanted = new Map(places).get(location.href);
    if (!wanted) return;
    const until = Date.now() + BACK_MS;
    const timer = setInterval(() => {
      const page = scroller();
      if (page && page.scrollHeight - page.clientHeight >= wanted) page.scrollTop = wanted;
      const isThere = page && !isRunning() && Math.abs(page.scrollTop - wanted) < 2;
      if (isThere || Date.now() > until) stop();
    }, STEP_MS);
    stop = () => {
      clearInterval(timer);
      stop = () => {};
      isFinding = false;
    };
    isFinding = true;
  };
  let isFinding = false;
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (target === scroller() && !isFinding) keepPlace(target.scrollTop);
    },
    true,
  );
  for (const act of ["wheel", "touchstart", "keydown", "pointerdown"])
    addEventListener(act, () => stop(), { capture: true, passive: true });
  addEventListener("popstate", findPlace);
  addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(PLACES, JSON.stringify(places));
    } catch {}
  });

  // A figure is saved by Plotly itself; our buttons choose the format and the name.
  // The buttons stand before the figure is drawn, and a figure saves one file at a
  // time: a click that comes too early waits, and the button says so.
  const PATIENCE_MS = 60000;
  const figureOf = (name) =>
    document.querySelector(`.st-key-${CSS.escape(name)} .js-plotly-plot`);
  const isReady = (figure) =>
    figure?._context && !figure._snapshotInProgress && toolOf(figure);
  const toolOf = (figure) => figure.querySelector(".modebar-btn");

  // A saved figure leaves the page: its button knows what it is of and what its signs
  // mean; the badge beside it knows n, the asking and the day.
  const LINE_PX = { title: 21, note: 16 };
  const SIGN_PX = { title: 9, note: 6.9 };
  const plain = (text) =>
    text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  // Words of a text as Plotly reads them, and how many letters each is long.
  const piecesOf = (text) =>
    text
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => ({ html: plain(word), length: word.length }));
  const piecesOfMark = ([text, sign, colour]) => {
    const pieces = piecesOf(text);
    if (!sign || !pieces.length) return pieces;
    const [first] = pieces;
    const shown = `<span style="color:${colour}">${plain(sign)}</span>`;
    first.html = `${shown} ${first.html}`;
    first.length += sign.length + 1;
    return pieces;
  };
  const folded = (pieces, width) => {
    const lines = [];
    let length = width;
    for (const piece of pieces) {
      if (length + 1 + piece.length > width) {
        lines.push(piece.html);
        length = piece.length;
      } else {
        lines[lines.length - 1] += ` ${piece.html}`;
        length += 1 + piece.length;
      }
    }
    return lines;
  };
  const follows = (one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  // The badge of a figure stands below it, else above: never that of the next part.
  const badgeOf = (figure, page) => {
    const badges = [...page.querySelectorAll(".tt-badge summary")];
    const after = badges.find((badge) => follows(figure, badge));
    const before = badges.filter((badge) => follows(badge, figure)).at(-1);
    const others = [...page.querySelectorAll("h1, h2, h3, .js-plotly-plot")];
    const isOfOther = others.some(
      (other) => after && follows(figure, other) && follows(other, after),
    );
    return isOfOther ? before : (after ?? before);
  };
  const wordsOf = (figure, { heading, of, legend }) => {
    const page = figure.closest("[data-testid=stMain]") ?? document;
    const simulated = page.querySelector(".tt-simulated b");
    const facts = [
      simulated?.textContent.replace(/\.$/, "").toUpperCase(),
      ...[...(badgeOf(figure, page)?.querySelectorAll("span") ?? [])].map(
        (part) => part.textContent,
      ),
    ];
    const marks = JSON.parse(legend);
    const signs = marks.filter(([, sign]) => sign);
    const sentences = marks.filter(([, sign]) => !sign);
    return {
      title: piecesOf(heading),
      notes: [
        piecesOf(of),
        piecesOf(facts.filter(Boolean).join(" · ")),
        signs.flatMap(piecesOfMark),
        ...sentences.map(piecesOfMark),
      ],
    };
  };
  // A saved picture is drawn without the fonts of the page: places are reckoned with
  // those it will have.
  const SAVED_FONT = '"Noto Sans", "Segoe UI", Arial, sans-serif';
  // Plotly copies the figure as it is when its button is pressed; the screen keeps its own.
  const withWords = (figure, said, act) => {
    const { width, height } = figure._fullLayout;
    const { title, notes } = wordsOf(figure, said);
    const wide = (name) => (width - 24) / SIGN_PX[name];
    const heads = folded(title, wide("title"));
    const lines = notes.flatMap((pieces) => folded(pieces, wide("note")));
    const room = 34 + heads.length * LINE_PX.title + lines.length * LINE_PX.note;
    const { layout } = figure;
    const kept = {};
    for (const name of ["title", "margin", "font", "yaxis"]) kept[name] = layout[name];
    layout.title = {
      text:
        heads.map((line) => `<b>${line}</b>`).join("<br>") +
        lines.map((line) => `<br><span style="font-size:12px">${line}</span>`).join(""),
      font: { size: 15 },
      ...{ x: 0, xref: "container", xanchor: "left", yref: "container", y: 1 },
      ...{ yanchor: "top", pad: { t: 28, l: 12 } },
    };
    layout.margin = { ...layout.margin, t: (layout.margin?.t ?? 0) + room };
    layout.font = { ...layout.font, family: SAVED_FONT };
    layout.yaxis = { ...layout.yaxis, automargin: true };
    const options = (figure._context.toImageButtonOptions ??= {});
    Object.assign(options, { width, height: height + room });
    act(options);
    for (const [name, value] of Object.entries(kept))
      if (value === undefined) delete layout[name];
      else layout[name] = value;
  };

  const save = (figure, said) =>
    withWords(figure, said, (options) => {
      const format = said.save;
      const scale = format === "png" ? 2 : 1;
      const filename = said.file.replace(/\.\w+$/, "");
      Object.assign(options, { format, filename, scale });
      toolOf(figure).click();
    });
  // While a click waits the page may be drawn anew and its address be completed (language,
  // map): what is saved is what stands there now. A page that was left saves nothing.
  const sameButton = (button) => {
    const { save: format, name } = button.dataset;
    const buttons = document.querySelectorAll(`[data-save="${format}"]`);
    return [...buttons].find((other) => other.dataset.name === name);
  };
  const saveWhenReady = (button, until, path) => {
    const now = sameButton(button);
    const figure = figureOf(button.dataset.name);
    const isLate = Date.now() > until || location.pathname !== path;
    if (!isLate && !(now && isReady(figure)))
      return setTimeout(saveWhenReady, STEP_MS, button, until, path);
    button.removeAttribute("aria-busy");
    now?.removeAttribute("aria-busy");
    if (!isLate) save(figure, now.dataset);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-save]");
    if (!button || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    saveWhenReady(button, Date.now() + PATIENCE_MS, location.pathname);
  });

  // Meeting mode: every slide is in the page, keys show one and the address names it.
  // Remote controls send the keys for pages, and "b" or "." for a black screen.
  const STEPS = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
    ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
    Home: -Infinity, End: Infinity,
  };
  const OTHERS = { n: "notes", f: "full", b: "black", ".": "black", Escape: "leave" };

  const moveBy = (room, step) => {
    const slides = [...room.querySelectorAll("[data-slide]")];
    const at = slides.findIndex((slide) => !slide.hidden);
    const next = Math.min(Math.max(at + step, 0), slides.length - 1);
    slides.forEach((slide, nth) => (slide.hidden = nth !== next));
    room.querySelector(".tt-at").textContent = `${next + 1}/${slides.length}`;
    const url = new URL(location.href);
    url.searchParams.set("slide", next + 1);
    history.replaceState(history.state, "", url);
  };
  const doInMeeting = (room, name) => {
    if (name === "next") moveBy(room, 1);
    else if (name === "back") moveBy(room, -1);
    else if (name === "leave") room.querySelector(".tt-leave").click();
    else if (name === "black") room.classList.toggle("tt-black");
    else if (name === "notes")
      room.querySelectorAll(".tt-notes").forEach((one) => (one.hidden = !one.hidden));
    else if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.();
  };
  const onKey = (event) => {
    const room = document.querySelector(".tt-meeting");
    if (!room || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnButton = event.target.closest?.("button, a");
    if (isOnButton && (event.key === "Enter" || event.key === " ")) return;
    const name = OTHERS[event.key] ?? OTHERS[event.key.toLowerCase()];
    if (event.key in STEPS) moveBy(room, STEPS[event.key]);
    else if (name) doInMeeting(room, name);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keydown", onKey, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-meeting]");
    if (!button) return;
    doInMeeting(button.closest(".tt-meeting"), button.dataset.meeting);
    // the next key is for the slides
    button.blur();
  });

  // A unit of a map leads to its page where a mouse can first read what it says; a
  // finger reads by the same tap, and goes on by the list below.
  const canHover = matchMedia("(hover: hover)");
  const follow = ({ points: [point] }) => {
    const path = point?.data?.meta;
    if (canHover.matches && typeof path === "string") location.assign(path);
  };
  document.addEventListener("pointerover", (event) => {
    const figure = event.target.closest?.(".js-plotly-plot");
    // drawn anew, a figure has forgotten who listens
    if (!figure?._ev || figure._followed === figure._ev) return;
    figure._followed = figure._ev;
    figure.on("plotly_click", follow);
  });

  // The figures' library is fetched while the reader reads, for the first figure.
  const warm = () => {
    if (!document.querySelector(".tt-foot")) setTimeout(warm, 300);
    else (window.requestIdleCallback ?? setTimeout)(() => import(FIGURES));
  };
  if (FIGURES) warm();

  walk(document.body);
  observe();
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") findPlace();
})();
