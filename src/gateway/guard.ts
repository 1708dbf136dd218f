import {Problem} from './problem.ts';
import type {StoredConversation} from './stored.ts';
import type {Services} from './services.ts';

/** Admits a browser to its own conversation. */
export interface Guard {
  /**
   * The conversation of a request's token. It must be the one in the path, and the page must be allowed to use its widget. The answer does not
   * reveal whether other conversations exist.
   * @throws {Problem} `token_…`, `not_found`, `origin_not_allowed`.
   */
  conversation(request: Request, id: string): Promise<StoredConversation>;
  /** The same, but also accepts an expired token, to renew it: until a day after the conversation's last event. */
  conversationToRenew(request: Request, id: string): Promise<StoredConversation>;
}

/** Milliseconds after the last event until which an expired token can be renewed. */
const renewalPeriod = 24 * 60 * 60 * 1000;

export function createGuard({options, store, tokens, now}: Services): Guard {
  const admit = async (request: Request, id: string, token: string): Promise<StoredConversation> => {
    const conversation = token === id ? await store.read(id) : undefined;
    if (!conversation) throw new Problem('not_found');
    const origin = request.headers.get('origin');
    // Only browsers send an origin; without one there is no other site to keep out.
    if (origin !== null) checkOrigin(origin, options.widgets[conversation.widget]?.origins ?? []);
    return conversation;
  };
  return {
    conversation: async (request, id) => admit(request, id, await tokens.readBrowser(authorizationOf(request))),
    async conversationToRenew(request, id) {
      const token = await tokens.readBrowser(authorizationOf(request), Infinity);
      const conversation = await admit(request, id, token);
      if (conversation.changedAt + renewalPeriod <= now()) await tokens.readBrowser(authorizationOf(request));
      return conversation;
    },
  };
}

/** @throws {Problem} `origin_not_allowed` unless the page is one of these. */
export function checkOrigin(origin: string | null, origins: readonly string[]): void {
  if (origin === null || !origins.includes(origin)) throw new Problem('origin_not_allowed');
}

function authorizationOf(request: Request): string | undefined {
  return request.headers.get('authorization') ?? undefined;
}
