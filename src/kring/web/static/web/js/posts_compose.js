// Refines the page of a draft: chosen photos go at once, an answer is kept at once, words are kept while typing.
// Without this file every button does the same by an ordinary form.
const form = document.getElementById("compose");

function tidy() {
  document.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
}
tidy();
document.addEventListener("htmx:after:swap", tidy);

function press(name) {
  const button = form.querySelector(`button[name="do"][value="${name}"]`);
  if (button) form.requestSubmit(button);
}

form?.addEventListener("change", (event) => {
  const target = event.target;
  if (target.name === "photos" && target.files.length) press("photos");
  if (target.name === "answer") press("answer");
});

let waiting;
form?.addEventListener("input", (event) => {
  if (event.target.name !== "body") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const data = new FormData(form);
    data.delete("photos");
    fetch(form.action, { method: "POST", body: data, credentials: "same-origin", redirect: "manual" }).catch(() => {});
  }, 1500);
});
