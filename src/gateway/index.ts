export {createGateway} from './gateway.ts';
export {HttpDesk, type HttpDeskOptions} from './desk/http-desk.ts';
export {DirectoryFiles, type DirectoryFilesOptions} from './files/directory-files.ts';
export {createJsonLog, type JsonLogOptions} from './json-log.ts';
export {Problem} from './problem.ts';
export {openRedisStore, type RedisStoreOptions} from './store/redis.ts';
export {openSqliteStore, type SqliteStoreOptions} from './store/sqlite.ts';
export type {Desk, DeskLine, DeskRequest} from './desk/desk.ts';
export type {Files, StoredFile} from './files/files.ts';
export type {Level, Log} from './log.ts';
export type {
  AskOptions,
  Auth,
  BotAgent,
  BotOptions,
  Client,
  FilterOptions,
  Gateway,
  GatewayOptions,
  HookEvent,
  HookOptions,
  Limits,
  Retry,
  TransferRule,
  WidgetOptions,
} from './options.ts';
export type {ProblemCode, ProblemOptions} from './problem.ts';
export type {
  NewEvent,
  NewTurn,
  Page,
  Queue,
  Signal,
  Stage,
  StoredConversation,
  StoredEvent,
  TransferTarget,
  Turn,
  TurnOutcome,
  Values,
} from './stored.ts';
export type {Acceptance, Change, Said, Store, Watcher} from './store/store.ts';
export type {LiveEvent, Offer, ReadyEvent, ResetEvent, Snapshot, WireEvent} from './wire.ts';
