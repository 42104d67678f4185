// A field that names a customer: what is typed is looked up, and those that match are offered below it.

const WAIT_MS = 120;

for (const input of document.querySelectorAll("[data-suggests]")) {
  let timer;
  let asked;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const url = new URL(input.dataset.suggests, window.location.href);
      url.searchParams.set("q", input.value);
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const options = (await answer.json()).map((one) => Object.assign(document.createElement("option"), { value: one.value, label: one.label }));
        input.list.replaceChildren(...options);
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    }, WAIT_MS);
  });
}
