import type {Hear, Hearing} from '../../conversation/hearing.ts';

/** Milliseconds after which loading is retried. */
const pause = 10_000;

const bring = () => import('../../conversation/hear.ts');

/**
 * Listens with a chunk of its own, which a chat that talks to a bot directly never loads. All others load it right away, although only
 * one tab listens: another may have to take over while there is no network.
 */
export function lateHearing(): Hear {
  void bring().catch(() => undefined);
  return hearingLate;
}

const hearingLate: Hear = (parts) => {
  let hearing: Hearing | undefined;
  let isOpen = false;
  let isLoading = false;
  const load = async (): Promise<void> => {
    isLoading = true;
    try {
      const {hear} = await bring();
      hearing = hear(parts);
      hearing.follow(isOpen);
    } catch (error) {
      console.error('Parley: late messages cannot be heard yet.', error);
      parts.world.timer(() => (isOpen ? void load() : (isLoading = false)), pause);
    }
  };
  return {
    follow(open) {
      isOpen = open;
      hearing?.follow(open);
      if (open && !isLoading) void load();
    },
    stop() {
      isOpen = false;
      hearing?.stop();
    },
  };
};
