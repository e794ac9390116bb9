// Shows the reconnect dialog. The framework raises the event and tries again by itself; this decides what people read and can press.
const dialog = document.getElementById("components-reconnect-modal");
const title = dialog.querySelector("[data-role=title]");
const text = dialog.querySelector("[data-role=text]");
const button = dialog.querySelector("button");

const show = (heading, sentence, action) => {
  title.textContent = heading;
  text.textContent = sentence;
  button.hidden = !action;
  button.onclick = action ?? null;
  if (!dialog.open) dialog.showModal();
};

const reload = () => location.reload();

const tryAgain = async () => {
  try {
    if (!await Blazor.reconnect()) reload();
  } catch {
    state("failed");
  }
};

const state = (value) => {
  switch (value) {
    case "show":
    case "retrying":
      show("Connecting again…", "The connection to the server was interrupted. Running pushes are not affected.");
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
      show("No connection", "The server did not answer. Running pushes are not affected.", tryAgain);
      break;
    case "rejected":
    case "resume-failed":
      // The server no longer knows this page (a restart, or a long absence). Nothing lives in the page alone, so a reload brings it all back.
      reload();
      break;
    case "paused":
      show("Paused", "The server paused this page. Load it again to go on.", reload);
      break;
  }
};

dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.addEventListener("components-reconnect-state-changed", (event) => state(event.detail.state));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && dialog.open && !button.hidden) tryAgain();
});
