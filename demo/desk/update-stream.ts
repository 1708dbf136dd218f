import type {Update} from './visitor-store.ts';
import type {DeskService} from './desk-service.ts';

/** Milliseconds between heartbeats. */
const heartbeat = 15_000;

/** Streams the state of the desk to pages: first a snapshot, then each change. */
export function updateStream({visitors: store, people}: DeskService): (signal: AbortSignal) => Response {
  return (signal) => {
    const encoder = new TextEncoder();
    let stop = (): void => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const unsubscribe = store.listen((news: Update) => send(`data: ${JSON.stringify(news)}\n\n`));
        const timer = setInterval(() => send(': here\n\n'), heartbeat);
        timer.unref();
        stop = () => {
          clearInterval(timer);
          unsubscribe();
        };
        signal.addEventListener('abort', () => {
          stop();
          controller.close();
        });
        send(`retry: 2000\n\ndata: ${JSON.stringify({type: 'all', open: store.open, people, visitors: store.visitors})}\n\n`);
      },
      cancel: () => stop(),
    });
    return new Response(body, {headers: {'content-type': 'text/event-stream', 'cache-control': 'no-store'}});
  };
}
