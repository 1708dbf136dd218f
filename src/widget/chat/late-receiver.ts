import type {Listen, Receiver} from '../../conversation/receiver.ts';

/** Milliseconds after which loading is retried. */
const retryDelay = 10_000;

const importReceiver = () => import('../../conversation/listen.ts');

/**
 * Listens with a chunk of its own, which a chat that talks to a bot directly never loads. All others load it right away, although only
 * one tab listens: another may have to take over while there is no network.
 */
export function lateReceiver(): Listen {
  void importReceiver().catch(() => undefined);
  return createLateReceiver;
}

const createLateReceiver: Listen = (parts) => {
  let receiver: Receiver | undefined;
  let isOpen = false;
  let isLoading = false;
  const load = async (): Promise<void> => {
    isLoading = true;
    try {
      const {listen} = await importReceiver();
      receiver = listen(parts);
      receiver.setOpen(isOpen);
    } catch (error) {
      console.error('Parley: late messages cannot be heard yet.', error);
      parts.env.timer(() => (isOpen ? void load() : (isLoading = false)), retryDelay);
    }
  };
  return {
    setOpen(open) {
      isOpen = open;
      receiver?.setOpen(open);
      if (open && !isLoading) void load();
    },
    stop() {
      isOpen = false;
      receiver?.stop();
    },
  };
};
