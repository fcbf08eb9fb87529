/* Awake at night: one tap on Stay starts the quiet voice and the screen goes black; a touch brings
   the words back. Without this file the three words lead to pages of their own. */
import { Speaker } from "./speech.js";
import { markNight } from "./night.js";

const page = document.querySelector("[data-awake]");
const black = document.querySelector("[data-black]");
const sound = document.querySelector("[data-voice]");
const voiceOn = document.querySelector("[data-voice-on]");
/* The file speaks where the computer has a voice; else one that lives on this device may. */
const speaker = new Speaker(document.documentElement.lang);
const lines = sound && sound.dataset.said ? JSON.parse(sound.dataset.said) : [];
let told = -1;

markNight();

if (sound && black) {
  page.querySelector("[data-stay]").addEventListener("click", (event) => {
    event.preventDefault();
    dark(true);
    start();
  });
  black.querySelector("[data-back]").addEventListener("click", () => dark(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !black.hidden) dark(false); });
  voiceOn.querySelector("[data-voice-off]").addEventListener("click", stop);
  sound.addEventListener("timeupdate", say);
  sound.addEventListener("play", () => { voiceOn.hidden = false; });
  sound.addEventListener("pause", () => { voiceOn.hidden = true; });
}

function dark(on) {
  black.hidden = !on;
  page.hidden = on;
  document.body.classList.toggle("is-black", on);
  if (on) black.querySelector("[data-back]").focus();
  else page.querySelector("[data-stay]").focus();
}

async function start() {
  told = -1;
  if ("mediaSession" in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title: sound.dataset.title });
  try {
    await sound.play();
  } catch { /* no sound on this device: the dark is enough */ }
}

function stop() {
  sound.pause();
  speaker.stop();
}

/* Each line at its place in the file; the file begins again, and so do they. */
function say() {
  if (sound.paused) return;
  const now = lines.filter(([at]) => at <= sound.currentTime).length - 1;
  if (now !== told && now >= 0) speaker.say(lines[now][1]);
  told = now;
}
