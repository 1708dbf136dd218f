import type {Hear, Hearing} from '../../conversation/hearing.ts';

/** Milliseconds after which loading is retried. */
const retryDelay = 10_000;

const importReceiver = () => import('../../conversation/hear.ts');

/**
 * Listens with a chunk of its own, which a chat that talks to a bot directly never loads. All others load it right away, although only
 * one tab listens: another may have to take over while there is no network.
 */
export function lateReceiver(): Hear {
  void importReceiver().catch(() => undefined);
  return createLateReceiver;
}

const createLateReceiver: Hear = (parts) => {
  let receiver: Hearing | undefined;
  let isOpen = false;
  let isLoading = false;
  const load = async (): Promise<void> => {
    isLoading = true;
    try {
      const {hear} = await importReceiver();
      receiver = hear(parts);
      receiver.follow(isOpen);
    } catch (error) {
      console.error('Parley: late messages cannot be heard yet.', error);
      parts.world.timer(() => (isOpen ? void load() : (isLoading = false)), retryDelay);
    }
  };
  return {
    follow(open) {
      isOpen = open;
      receiver?.follow(open);
      if (open && !isLoading) void load();
    },
    stop() {
      isOpen = false;
      receiver?.stop();
    },
  };
};
