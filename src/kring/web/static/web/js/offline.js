// Says at the top of the page that there is no connection, and has the offline page ready for the next step.
// Without this script a browser says so in its own words.

const strip = document.getElementById("offline");

function show() {
  if (strip) strip.hidden = navigator.onLine;
}

addEventListener("online", show);
addEventListener("offline", show);
show();

if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => {});
