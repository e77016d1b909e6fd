// What the server is asked. Errors are Errors whose message is to be shown.
import { word } from "./words.js";

// ask gives the answer of a search: {items, more}.
export async function ask(address, query, signal) {
  let answer;
  try {
    answer = await fetch(`${address}?${new URLSearchParams(query)}`, { credentials: "same-origin", headers: { Accept: "application/json" }, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(word("error.network"));
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(said(text, answer.status));
  return read(text);
}

// send posts a file and gives the answer. Progress is told as a number from 0
// to 1; only XMLHttpRequest knows it.
export function send(address, file, progress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file, file.name);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress(event.loaded / event.total); });
    request.addEventListener("error", () => reject(new Error(word("error.network"))));
    request.addEventListener("load", () => {
      try {
        if (request.status >= 400) throw new Error(said(request.responseText, request.status));
        resolve(read(request.responseText));
      } catch (error) {
        reject(error);
      }
    });
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}

// read takes an answer apart. A page instead is the one to sign in: the login
// session has ended.
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(word("error.session"));
  }
}

function said(text, status) {
  try {
    return JSON.parse(text).error || word("error.answer", status);
  } catch {
    return word("error.answer", status);
  }
}
