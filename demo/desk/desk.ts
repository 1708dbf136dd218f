import {createHash, timingSafeEqual} from 'node:crypto';

import type {DeskRequest} from '../../src/gateway/desk/desk.ts';
import {readMessage} from '../../src/protocol/read.ts';
import type {Handler} from '../listen.ts';
import {bodyOf, isRecord} from './request-body.ts';
import {GatewayClient, type GatewayClientOptions} from './gateway-client.ts';
import {updateStream} from './update-stream.ts';
import {DeskService} from './desk-service.ts';
import {pageOf} from './page.ts';
import type {Person} from './visitor.ts';

export interface DeskOptions extends GatewayClientOptions {
  /** Key that the gateway authenticates with. */
  key: string;
  /** Root folder of the project. */
  root: string;
  /** Path the desk is mounted at, such as `/desk`; by default the root. */
  base?: string;
  /** URL of the shop, for the pictures of its people; by default none. */
  shop?: string;
  /** Seconds until a waiting visitor is refused; by default 600. */
  patience?: number;
  now?: () => number;
}

/** A desk as one function: its page, and the endpoints for a gateway's `HttpDesk` and availability hook (`/gateway`, `/gateway/availability`). */
export interface DemoDesk {
  handle: Handler;
  close(): void;
}

/** The people of the shop. */
export function peopleOf(shop: string | undefined): readonly Person[] {
  const avatar = (name: string) => shop && {avatar: `${shop}/pictures/${name}.svg`};
  return [
    {id: 'mira', nick: 'Mira', status: 'Workshop', ...avatar('mira')},
    {id: 'tomas', nick: 'Tomas', status: 'Workshop', ...avatar('tomas')},
  ];
}

/** Starts the shop's desk. It keeps everything in memory and has no sign-in: it is only for a local demo. */
export function createDesk({key, root, base = '', shop, patience = 600, now = Date.now, ...rest}: DeskOptions): DemoDesk {
  const gateway = new GatewayClient(rest);
  const service = new DeskService({people: peopleOf(shop), client: gateway, patience: patience * 1000, now});
  const page = pageOf(root, [rest.gateway, ...(shop ? [shop] : [])]);
  const updates = updateStream(service);

  const posts: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    '/gateway': (request) => authenticated(request, (body) => handleGatewayCall(service, body)),
    '/gateway/availability': (request) => authenticated(request, () => ({available: service.visitors.open})),
    '/act': (request) => handleAction(service, request),
  };

  const authenticated = async (
    request: Request,
    answer: (body: Readonly<Record<string, unknown>>) => object | undefined,
  ): Promise<Response> => {
    if (!isKey(request.headers.get('authorization'), key)) return emptyResponse(401);
    const body = await bodyOf(request, 2_000_000);
    return body ? Response.json(answer(body) ?? {}) : emptyResponse(400);
  };

  return {
    async handle(request) {
      const {pathname} = new URL(request.url);
      // Without the trailing slash, relative URLs of the page would resolve outside the desk.
      if (pathname === base && base !== '') return new Response(null, {status: 308, headers: {location: `${base}/`}});
      if (!pathname.startsWith(`${base}/`)) return emptyResponse(404);
      const path = pathname.slice(base.length);
      const post = Object.hasOwn(posts, path) ? posts[path] : undefined;
      if (post) return request.method === 'POST' ? post(request) : emptyResponse(405, {allow: 'POST'});
      if (request.method !== 'GET' && request.method !== 'HEAD') return emptyResponse(405, {allow: 'GET, HEAD'});
      return path === '/events' ? updates(request.signal) : page(path, request.method);
    },
    close: () => service.close(),
  };
}

/** What a gateway's `HttpDesk` posts. */
function handleGatewayCall(office: DeskService, body: Readonly<Record<string, unknown>>): object | undefined {
  const {event, conversation, id, message, reason} = body;
  if (!isRecord(conversation) || typeof conversation['id'] !== 'string') return undefined;
  const visitor = conversation['id'];
  if (event === 'request') return office.request(requestOf(conversation, body));
  if (event === 'gone') office.gone(visitor, String(reason));
  const read = readMessage(message).message;
  if (event === 'said' && read && typeof id === 'string') office.said(visitor, id, read);
  if (event === 'signalled' && read) office.signalled(visitor, read);
  return undefined;
}

/** Trusts the gateway's data on a visitor, since it has authenticated; only adds defaults. */
function requestOf(conversation: Readonly<Record<string, unknown>>, {target, history}: Readonly<Record<string, unknown>>): DeskRequest {
  const {data} = conversation;
  return {
    conversation: {...(conversation as Record<keyof DeskRequest['conversation'], never>), data: isRecord(data) ? data : {}},
    target: isRecord(target) ? target : {},
    history: Array.isArray(history) ? (history as DeskRequest['history']) : [],
  };
}

type Action = (office: DeskService, person: Person, visitor: string, body: Readonly<Record<string, unknown>>) => Promise<void> | void;

/** Actions of people on the page. */
const actions: Readonly<Record<string, Action>> = {
  take: (office, person, visitor) => office.take(person, visitor),
  say: (office, person, visitor, {words}) =>
    typeof words === 'string' && words.trim() ? office.say(person, visitor, words.trim()) : undefined,
  again: (office, person, visitor, {entry}) => office.resend(person, visitor, String(entry)),
  writing: (office, person, visitor, {on}) => office.setTyping(person, visitor, on === true),
  seen: (office, person, visitor) => office.markSeen(person, visitor),
  back: (office, person, visitor) => office.handBack(person, visitor),
  end: (office, person, visitor) => office.end(person, visitor),
  open: ({visitors: store}, _person, _visitor, {open}) => void (store.open = open === true),
};

async function handleAction(office: DeskService, request: Request): Promise<Response> {
  const origin = request.headers.get('origin');
  // Another site can make a browser post here, but not with the origin of this page.
  if (origin !== null && origin.replace(/^https?:\/\//, '') !== request.headers.get('host')) return emptyResponse(403);
  const body = await bodyOf(request, 20_000);
  const action = typeof body?.['do'] === 'string' && Object.hasOwn(actions, body['do']) ? actions[body['do']] : undefined;
  const person = office.people.find(({id}) => id === body?.['person']);
  if (!body || !action || !person) return emptyResponse(400);
  // The page gets the result through its stream.
  void action(office, person, typeof body['visitor'] === 'string' ? body['visitor'] : '', body);
  return new Response(null, {status: 202});
}

function isKey(authorization: string | null, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${key}`));
}

function emptyResponse(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, {status, headers: {'cache-control': 'no-store', ...headers}});
}
