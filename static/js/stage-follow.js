// A screen, a prompter or the list behind the scenes hears of its stage: by a
// stream, where there is none by asking every second. What has come is told to the
// page as a "stage" event, the server's clock as "stage-clock", a link that was
// revoked as "stage-over". Only the corner says how it goes.
const { events, poll, now, state } = document.body.dataset;
const net = document.querySelector("[data-net]");
let last = JSON.parse(state).revision;
let source, watch, misses = 0, wait = 500, tag = "", polling = 0, ended = false;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const say = (text) => { if (net.textContent !== text) net.textContent = text; };
const clock = (server) => tell("stage-clock", Number(server) - Date.now());

// Revisions never go back: an answer that comes late is one of the past. A new
// stream alone knows better, of a server that was put back.
function take(frame, first = false) {
  if (first ? frame.revision === last : frame.revision <= last) return;
  last = frame.revision;
  tell("stage", frame);
}

// The server is heard of every three seconds: silence means that the net is gone,
// which a cut cable tells nobody.
function heard() {
  misses = 0;
  wait = 500;
  clearInterval(polling);
  polling = 0;
  say("");
  clearTimeout(watch);
  watch = setTimeout(failed, 8_000);
}

function listen() {
  if (ended) return;
  source?.close();
  clearTimeout(watch);
  watch = setTimeout(failed, 8_000);
  let first = true;
  source = new EventSource(`${events}?last=${last}`);
  source.addEventListener("open", heard);
  source.addEventListener("clock", (e) => { heard(); clock(e.data); });
  source.addEventListener("state", (e) => { heard(); take(JSON.parse(e.data), first); first = false; });
  source.addEventListener("error", failed);
}

function failed() {
  source?.close();
  clearTimeout(watch);
  if (ended) return;
  misses++;
  if (misses === 1 || !polling) ask(); // a link that was revoked is known by the answer
  if (misses >= 2 && !polling) polling = setInterval(ask, 1_000);
  watch = setTimeout(listen, wait * (0.75 + Math.random() / 2)); // not all of a hall at once
  wait = Math.min(wait * 2, 8_000);
}

let asking = false;
async function ask() {
  if (asking || ended) return;
  asking = true;
  try {
    const answer = await fetch(poll, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(4_000) });
    if (answer.status === 404 || answer.status === 410) return over();
    if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
    clock(answer.headers.get("Stage-Clock"));
    if (answer.status === 200) {
      tag = answer.headers.get("ETag");
      take(await answer.json());
    }
    if (polling) say(net.dataset.slow);
  } catch {
    say(net.dataset.lost);
  } finally {
    asking = false;
  }
}

function over() {
  ended = true;
  clearInterval(polling);
  clearTimeout(watch);
  source?.close();
  say(net.dataset.over);
  tell("stage-over");
}

if (events) {
  addEventListener("online", listen);
  addEventListener("offline", () => say(net.dataset.lost));
  clock(now);
  listen();
}
