/* The spoken cues: only a voice that lives on this device is ever used. Without one: text and tones. */

/* The first voice of this language that speaks on the device itself, or null. A voice that does not
   say `localService === true` would send the words away and is never chosen. */
export function localVoice(voices, language) {
  const wanted = (language || "en").slice(0, 2).toLowerCase();
  const local = Array.from(voices || []).filter((voice) => voice.localService === true);
  return local.find((voice) => String(voice.lang || "").slice(0, 2).toLowerCase() === wanted) || null;
}

export class Speaker {
  constructor(language, synth = globalThis.speechSynthesis, Words = globalThis.SpeechSynthesisUtterance) {
    this.language = language;
    this.synth = synth;
    this.Words = Words;
  }

  get voice() {
    return this.synth ? localVoice(this.synth.getVoices(), this.language) : null;
  }

  /* True when it was spoken. */
  say(words) {
    const voice = this.voice;
    if (!voice || !words) return false;
    this.synth.cancel();
    const spoken = new this.Words(words);
    spoken.voice = voice;
    spoken.lang = voice.lang;
    spoken.rate = 0.92;
    this.synth.speak(spoken);
    return true;
  }

  stop() {
    if (this.synth) this.synth.cancel();
  }

  /* Voices may be listed late. */
  whenListed(tell) {
    if (this.synth && this.synth.addEventListener) this.synth.addEventListener("voiceschanged", tell);
  }
}
