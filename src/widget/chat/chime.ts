/** Hertz of its two tones. */
const tones = [659.3, 880];
/** Seconds of each. */
const length = 0.14;
const loudness = 0.06;
/** Milliseconds in which several messages make one sound. */
const pause = 1_500;

/** A short sound for a message that arrives unseen. It is synthesised, so there is no file. */
export class Chime {
  #audio: AudioContext | undefined;
  #last = -Infinity;

  /** Sounds, unless it just did, or the visitor has not touched the page yet: browsers forbid that, and rightly. */
  ring(now = performance.now()): void {
    if (now - this.#last < pause || !navigator.userActivation?.hasBeenActive) return;
    this.#last = now;
    try {
      const audio = (this.#audio ??= new AudioContext());
      void audio.resume();
      tones.forEach((tone, index) => sound(audio, tone, audio.currentTime + index * length));
    } catch {
      // No sound here. The message is in the title and on the badge anyhow.
    }
  }

  stop(): void {
    void this.#audio?.close();
    this.#audio = undefined;
  }
}

function sound(audio: AudioContext, tone: number, at: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = tone;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + length * 2);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + length * 2);
}
