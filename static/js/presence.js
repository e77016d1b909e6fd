// Editors who have the same text open hear of each other.
for (const line of document.querySelectorAll("[data-presence]:not([data-presence=''])")) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(line.dataset.presence, { method: "POST", credentials: "same-origin" });
      if (answer.ok) line.textContent = await answer.text();
    } catch {
      // The next time will tell.
    }
  }, 30_000);
}
