import {Problem} from './problem.ts';
import type {StoredConversation} from './stored.ts';
import type {Surroundings} from './surroundings.ts';

/** Lets a browser in to its own conversation. */
export interface Guard {
  /**
   * The conversation of a request's token, which is the one its path names and whose widget its page may use. Whether another one
   * exists cannot be told from the answer.
   * @throws {Problem} `token_…`, `not_found`, `origin_not_allowed`.
   */
  conversation(request: Request, id: string): Promise<StoredConversation>;
  /** The same, with a token that may be over: for its renewal, until a day after the conversation's last event. */
  renewing(request: Request, id: string): Promise<StoredConversation>;
}

/** Milliseconds after the last event that a token which is over may still be renewed. */
const renewal = 24 * 60 * 60 * 1000;

export function createGuard({options, store, tokens, now}: Surroundings): Guard {
  const admitted = async (request: Request, id: string, token: string): Promise<StoredConversation> => {
    const conversation = token === id ? await store.read(id) : undefined;
    if (!conversation) throw new Problem('not_found');
    const origin = request.headers.get('origin');
    // Nobody but a browser says where a request comes from; without a page there is no other site to be kept out.
    if (origin !== null) checkOrigin(origin, options.widgets[conversation.widget]?.origins ?? []);
    return conversation;
  };
  return {
    conversation: async (request, id) => admitted(request, id, await tokens.readBrowser(authorizationOf(request))),
    async renewing(request, id) {
      const token = await tokens.readBrowser(authorizationOf(request), Infinity);
      const conversation = await admitted(request, id, token);
      if (conversation.changedAt + renewal <= now()) await tokens.readBrowser(authorizationOf(request));
      return conversation;
    },
  };
}

/** @throws {Problem} `origin_not_allowed` unless the page is one of those. */
export function checkOrigin(origin: string | null, origins: readonly string[]): void {
  if (origin === null || !origins.includes(origin)) throw new Problem('origin_not_allowed');
}

function authorizationOf(request: Request): string | undefined {
  return request.headers.get('authorization') ?? undefined;
}
