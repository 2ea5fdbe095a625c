// Lets the ring of an undo toast run empty, says 10 and 0 aloud, and takes the toast away when it is over.
// Without this script the toast is a form with a button, and the server says whether it is still in time.

const ALOUD = [10, 0];

function say(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

function count(toast) {
  const ends = Date.now() + Number(toast.dataset.undo) * 1000;
  const ring = toast.querySelector(".countdown__left");
  const number = toast.querySelector(".countdown text");
  const label = toast.querySelector(".countdown");
  let shown = null;

  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    if (left === shown) return;
    shown = left;
    ring.setAttribute("stroke-dasharray", `${left} 30`);
    number.textContent = left;
    label.setAttribute("aria-label", toast.dataset.leftLabel.replace("#", left));
    if (ALOUD.includes(left)) say(left ? label.getAttribute("aria-label") : toast.dataset.over);
    if (left > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 200);
  toast.addEventListener("submit", () => clearInterval(timer), { once: true });
}

function start(root) {
  root.querySelectorAll("[data-undo]:not([data-counting])").forEach((toast) => {
    toast.dataset.counting = "";
    count(toast);
  });
}

start(document);
document.addEventListener("htmx:after:swap", () => start(document));
