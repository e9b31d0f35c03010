// Keeps the page up to date: asks the completion endpoint whether the answer has changed, and takes the page anew where it
// has. The stream of changes, where there is one, only says when to ask. The page works without this script.
"use strict";

(() => {
  const EVERY_MS = 30000;
  const LONGEST_MS = 300000;
  const KEY = "plantrack-key";
  let tag = null;
  let wait = EVERY_MS;
  let timer = 0;
  let asking = false;
  let again = false;

  const main = () => document.getElementById("content");
  const key = () => sessionStorage.getItem(KEY);
  const loaded = main() ? main().textContent : "";
  const forget = () => sessionStorage.removeItem(KEY);
  const headers = (more) => Object.assign(key() ? { Authorization: "Bearer " + key() } : {}, more);

  function say(behind) {
    const place = document.querySelector(".state");
    if (!place) return;
    place.classList.toggle("behind", behind);
    const words = main().dataset[behind ? "cannotUpdate" : "upToDate"];
    const time = new Date().toLocaleTimeString(document.documentElement.lang);
    place.textContent = behind ? words : words + " " + time;
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(ask, ms * (0.9 + Math.random() * 0.2));
  }

  async function ask() {
    if (document.hidden || !main().dataset.poll) return;
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(main().dataset.poll, {
        cache: "no-store", headers: headers(tag ? { "If-None-Match": tag } : {}),
      });
      if (answer.status === 401) { forget(); location.reload(); return; }
      if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
      if (answer.status === 200) await seen(answer);
      wait = EVERY_MS;
      say(false);
    } catch (error) {
      wait = Math.min(wait * 2, LONGEST_MS);
      say(true);
    }
    asking = false;
    later(again ? 200 : wait);
    again = false;
  }

  // The first answer is only held against what the page was made from; later ones have another tag. The list of plans is asked
  // for as a page itself.
  async function seen(answer) {
    const first = tag === null;
    if ((answer.headers.get("content-type") || "").includes("json")) {
      const body = await answer.json();
      const shown = main().dataset;
      if (!first || String(body.change) !== shown.change || body.on !== shown.on) await renew();
    } else {
      const page = await parsed(answer);
      if (!first || page.getElementById("content").textContent !== loaded) put(page);
    }
    tag = answer.headers.get("etag");
  }

  const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store", headers: headers({ Accept: "text/html" }) });
    if (!answer.ok) throw new Error(String(answer.status));
    put(await parsed(answer));
  }

  // Takes the new page's content over; what is open, what is searched for and where the focus is stay as they are.
  function put(page) {
    const fresh = page.getElementById("content");
    const open = new Set([...document.querySelectorAll("tr[data-key] details[open]")].map((one) => one.closest("tr").dataset.key));
    const find = document.querySelector(".find input");
    const text = find ? find.value : "";
    const focused = document.activeElement;
    const form = document.querySelector(".filters");
    const busy = form && form.contains(focused);
    main().replaceWith(document.importNode(fresh, true));
    document.title = page.title;
    if (busy) document.querySelector(".filters").replaceWith(form);
    start(text);
    if (busy) focused.focus();
    for (const row of document.querySelectorAll("tr[data-key]")) {
      if (open.has(row.dataset.key)) row.querySelector("details").open = true;
    }
  }

  // Where reading needs a key the page asks for one. It is kept in this tab's session storage and nowhere else, and sent in
  // a header alone: never in an address.
  async function unlock() {
    const form = document.querySelector("form.key");
    const refused = form.querySelector(".refused");
    form.hidden = true;
    if (key()) {
      try {
        await renew();
        opened();
        return;
      } catch (error) {
        if (error.message === "401") forget();
        refused.textContent = error.message === "401" ? form.dataset.refused : error.message;
      }
      refused.hidden = false;
    }
    form.hidden = false;
    const field = form.querySelector("input");
    field.focus();
    form.onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(KEY, field.value.trim());
      field.value = "";
      unlock();
    };
  }

  function opened() {
    const button = document.querySelector(".forget");
    button.hidden = !key();
    button.onclick = () => { forget(); location.assign("/"); };
    listen();
    later(1000);
  }

  function start(text) {
    const form = document.querySelector(".filters");
    if (form) {
      form.onchange = (event) => { if (event.target.form === form && event.target.name) form.requestSubmit(); };
      form.onsubmit = () => { for (const one of form.elements) one.disabled = one.name !== "plan" && one.value === ""; };
      const find = form.querySelector(".find");
      find.hidden = false;
      const field = find.querySelector("input");
      field.value = text || field.value;
      field.oninput = () => narrow(field.value);
      narrow(field.value);
    }
    for (const details of document.querySelectorAll("details")) {
      details.addEventListener("toggle", () => { if (details.open) draw(details.querySelector("[data-chart]")); });
    }
  }

  function narrow(text) {
    const wanted = text.trim().toLowerCase();
    for (const row of document.querySelectorAll("tr.target")) {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
    }
    for (const body of document.querySelectorAll(".targets tbody")) {
      const head = body.querySelector(".section");
      if (head) head.hidden = ![...body.querySelectorAll("tr.target")].some((row) => !row.hidden);
    }
  }

  // The picture is put into the page, so that its text can be selected and read aloud.
  async function draw(place) {
    if (!place || place.querySelector("svg")) return;
    try {
      const answer = await fetch(place.dataset.chart, { headers: headers({}) });
      if (!answer.ok) return;
      const picture = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
      if (picture.nodeName !== "svg" || place.querySelector("svg")) return;
      // Names of parts are the page's to give: two pictures would have the same.
      const name = "chart-" + Math.random().toString(36).slice(2);
      for (const part of picture.querySelectorAll("[id]")) part.id = name + "-" + part.id;
      picture.setAttribute("aria-labelledby", name + "-title " + name + "-description");
      place.prepend(document.importNode(picture, true));
    } catch (error) { /* the link to the picture stays */ }
  }

  function listen() {
    if (!window.EventSource || key() || !main() || !main().dataset.plan) return;
    const stream = new EventSource("/api/v1/changes");
    stream.onmessage = () => later(300);
    for (const name of ["change", "changes"]) stream.addEventListener(name, () => later(300));
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) stream.close(); };
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) later(0); });
  start("");
  if ("locked" in main().dataset) unlock(); else opened();
})();
