import type {News} from './book.ts';
import type {Office} from './office.ts';

/** Milliseconds between heartbeats. */
const heartbeat = 15_000;

/** Streams the state of the desk to pages: first a snapshot, then each change. */
export function newsOf({book, people}: Office): (signal: AbortSignal) => Response {
  return (signal) => {
    const encoder = new TextEncoder();
    let stop = (): void => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const tell = (text: string) => controller.enqueue(encoder.encode(text));
        const unlisten = book.listen((news: News) => tell(`data: ${JSON.stringify(news)}\n\n`));
        const beating = setInterval(() => tell(': here\n\n'), heartbeat);
        beating.unref();
        stop = () => {
          clearInterval(beating);
          unlisten();
        };
        signal.addEventListener('abort', () => {
          stop();
          controller.close();
        });
        tell(`retry: 2000\n\ndata: ${JSON.stringify({type: 'all', open: book.open, people, visitors: book.visitors})}\n\n`);
      },
      cancel: () => stop(),
    });
    return new Response(body, {headers: {'content-type': 'text/event-stream', 'cache-control': 'no-store'}});
  };
}
