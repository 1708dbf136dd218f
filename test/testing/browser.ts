import type {Channel, Locks, Platform} from '../../src/conversation/tabs.ts';

interface Turn {
  grant: () => void;
  /** Revokes the lock. */
  rob: () => void;
}

/** What the tabs of one browser share: locks, which are released when a page is gone, and channels, which keep the order of messages. */
export class Browser {
  readonly #queues = new Map<string, Turn[]>();
  readonly #ears = new Set<{name: string; hear: (data: unknown) => void}>();

  /** @param life Aborted when the page is gone. */
  platform(life: AbortSignal): Omit<Platform, 'sight'> {
    return {locks: this.#locks(life), channel: (name) => this.#channel(name, life)};
  }

  #locks(life: AbortSignal): Locks {
    return {
      request: (name, {signal, steal}, hold) =>
        new Promise((resolve, reject) => {
          const queue = this.#queues.get(name) ?? [];
          this.#queues.set(name, queue);
          let isHeld = false;
          const leave = (): void => {
            const place = queue.indexOf(turn);
            if (place >= 0) queue.splice(place, 1);
            if (place === 0) queue[0]?.grant();
          };
          const turn: Turn = {
            grant: () => {
              isHeld = true;
              setTimeout(() => void hold().then(leave).then(resolve), 1);
            },
            rob: () => reject(new DOMException('The lock was stolen by another tab', 'AbortError')),
          };
          life.addEventListener('abort', leave, {once: true});
          signal?.addEventListener('abort', () => {
            if (isHeld) return;
            leave();
            reject(signal.reason);
          });
          if (steal) queue.shift()?.rob();
          if (steal) queue.unshift(turn);
          else queue.push(turn);
          if (queue[0] === turn) turn.grant();
        }),
    };
  }

  #channel(name: string, life: AbortSignal): Channel {
    const ear: {name: string; hear: (data: unknown) => void} = {name, hear: () => undefined};
    this.#ears.add(ear);
    life.addEventListener('abort', () => this.#ears.delete(ear), {once: true});
    return {
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        if (!this.#ears.has(ear)) return;
        for (const other of this.#ears) {
          if (other !== ear && other.name === name) setTimeout(() => this.#ears.has(other) && other.hear(structuredClone(data)), 2);
        }
      },
      addEventListener: (_, listener) => {
        ear.hear = (data) => listener({data});
      },
      close: () => this.#ears.delete(ear),
    };
  }
}
