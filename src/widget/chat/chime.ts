/** Frequencies of the two tones, in hertz. */
const tones = [659.3, 880];
/** Seconds per tone. */
const toneLength = 0.14;
const peakGain = 0.06;
/** Milliseconds within which several messages make one sound. */
const minInterval = 1_500;

/** A short sound for a message that arrives unseen. Synthesised, so there is no file to load. */
export class Chime {
  #audio: AudioContext | undefined;
  #last = -Infinity;

  /** Sounds, unless it just did, or if the visitor has not interacted with the page yet, because browsers block that. */
  ring(now = performance.now()): void {
    if (now - this.#last < minInterval || !navigator.userActivation?.hasBeenActive) return;
    this.#last = now;
    try {
      const audio = (this.#audio ??= new AudioContext());
      void audio.resume();
      tones.forEach((tone, index) => playTone(audio, tone, audio.currentTime + index * toneLength));
    } catch {
      // No sound is available. The title and the badge still show the message.
    }
  }

  stop(): void {
    void this.#audio?.close();
    this.#audio = undefined;
  }
}

function playTone(audio: AudioContext, tone: number, at: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = tone;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(peakGain, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + toneLength * 2);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + toneLength * 2);
}
