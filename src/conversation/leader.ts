import type {PresenceTracker} from './presence-tracker.ts';
import {isSettled, visitorEntry} from './entries.ts';
import {type ReplicatedState, ReplicatedPersistence, type CommandId, withHeard} from './replicated-state.ts';
import type {ConversationOptions} from './options.ts';
import type {Persistence} from './persistence.ts';
import type {ConversationState} from './state.ts';
import {toCloneable, type TabMessage, type CommandRequest} from './tab-message.ts';
import type {ConversationEvent} from './transition.ts';
import {TurnConversation} from './turn-conversation.ts';
import {isActivating, execute, type Command} from './command.ts';

export interface LeaderOptions {
  /** Id of this tab. */
  tab: string;
  conversation: ConversationOptions & {persistence: Persistence};
  /** The state as last reported by the previous leader. */
  inherited: ReplicatedState | undefined;
  /** Whether there is a conversation to continue. */
  resumes: boolean;
  /** Whether other tabs may lead at the same time, unknown to this one. */
  isAlone: boolean;
  presence: PresenceTracker;
  post: (message: TabMessage) => void;
  /** Called with each new state, unless the event concerns the visitor of another tab. */
  show: (state: ConversationState, event: ConversationEvent) => void;
  /** Called when a command of this tab was acknowledged, and again, with `isDone`, when it has been executed. */
  progress: (n: number, isDone: boolean) => void;
  /** Called when another tab turns out to lead already. */
  superseded: () => void;
  /** Called once, as soon as commands can be executed. */
  ready: () => void;
}

/** A command being executed. */
interface Execution extends CommandId {
  /** The message that it sends; the command is acknowledged as soon as that exists. */
  messageId: string | undefined;
}

/** The leading tab's side: holds the conversation, executes the commands of all tabs, and broadcasts what happens. */
export class Leader {
  readonly conversation: TurnConversation;
  readonly #persistence: ReplicatedPersistence;
  #replicated: ReplicatedState;
  #isReady = false;
  /** Commands still to be executed, in order. */
  readonly #queue: (CommandId & CommandRequest)[] = [];
  /** The command being executed, until it has been acknowledged to the others. */
  #executing: Execution | undefined;
  #isClosed = false;

  constructor(private readonly options: LeaderOptions) {
    const {tab, conversation, inherited, isAlone, presence, superseded} = options;
    this.#persistence = new ReplicatedPersistence(conversation.persistence, {
      inherited,
      current: () => (isAlone ? undefined : this.#replicated),
      loaded: ({reign, seq, heard: before}) => {
        const {reign: mine, seq: count, heard: since} = this.#replicated;
        this.#update({reign: Math.max(mine, reign + 1), seq: Math.max(count, seq), heard: highest(before, since)});
      },
      superseded,
    });
    this.conversation = new TurnConversation({...conversation, persistence: this.#persistence, visibility: presence});
    const {reign = 0, seq = 0, heard: handled = {}, speaker = tab} = inherited ?? {};
    this.#replicated = {reign: reign + 1, seq, heard: handled, state: this.conversation.state, speaker};
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get replicated(): ReplicatedState {
    return this.#replicated;
  }

  /** Continues the existing conversation, or is ready at once. */
  start(): void {
    const {resumes, presence} = this.options;
    this.conversation.watch(presence.isLooking);
    this.conversation.subscribe((state, event) => this.#observe(state, event));
    if (resumes) void this.conversation.open();
    else this.#becomeReady();
  }

  /** Whether nothing is in progress or about to be. */
  get isIdle(): boolean {
    return this.#isReady && isSettled(this.#replicated.state);
  }

  /** Executes a tab's command, in order and once: at once, unless a message before it waits until the stored conversation has been read. */
  enqueue(command: CommandId & CommandRequest): void {
    this.#queue.push(command);
    this.#executeNext();
  }

  /** A tab has gone: what was meant for its visitor is now for this tab's. */
  forgetTab(tab: string): void {
    if (this.#replicated.speaker === tab) this.#update({speaker: this.options.tab});
  }

  /** Stops leading. Resolves when pending changes are stored; none are, if another tab has already taken over. */
  async close(isSuperseded = false): Promise<void> {
    this.#isClosed = true;
    this.#persistence.close(isSuperseded);
    this.conversation.dispose();
    await this.conversation.flush();
  }

  #becomeReady(): void {
    this.#isReady = true;
    this.options.post({type: 'ledger', ledger: this.#replicated});
    this.options.ready();
  }

  #update(change: Partial<ReplicatedState>): void {
    this.#replicated = {...this.#replicated, ...change};
  }

  #observe(state: ConversationState, event: ConversationEvent): void {
    // What is only found out about the store or the network comes before the stored conversation.
    if (!this.#isReady && event.type !== 'restored' && event.type !== 'began') return;
    const {tab, show} = this.options;
    const execution = this.#executing;
    const isFirst = execution?.messageId === undefined || (event.type === 'said' && event.entry.id === execution.messageId);
    this.#update({state});
    if (this.#isReady) this.#broadcast(event, isFirst ? execution : undefined);
    if (event.type !== 'acted' || this.#replicated.speaker === tab) show(state, event);
    if (!this.#isReady) this.#becomeReady();
  }

  /** Counts an event and tells the other tabs. @param execution The command that is acknowledged with it. */
  #broadcast(event: ConversationEvent, execution: Execution | undefined): void {
    const {tab, post, progress} = this.options;
    const by = execution && {tab: execution.tab, n: execution.n};
    const {reign, seq, speaker} = this.#replicated;
    this.#update({seq: seq + 1, ...(by && {heard: withHeard(this.#replicated, by)})});
    if (event.type === 'restored') post({type: 'ledger', ledger: this.#replicated});
    else post({type: 'happened', reign, seq: seq + 1, event: toCloneable(event), by, for: event.type === 'acted' ? speaker : undefined});
    if (!by) return;
    this.#executing = undefined;
    if (by.tab === tab) progress(by.n, false);
    queueMicrotask(() => this.#executeNext());
  }

  #executeNext(): void {
    while (!this.#executing && !this.#isClosed) {
      const command = this.#queue.shift();
      if (!command) return;
      if (command.n > (this.#replicated.heard[command.tab] ?? 0)) this.#execute(command);
    }
  }

  /**
   * A sent message is acknowledged once its entry exists: repeating that command to the next leader changes nothing. Any other command is
   * acknowledged with its first event, before anything is sent: repeating it might send something twice.
   */
  #execute({tab, n, verb: command}: CommandId & CommandRequest): void {
    const before = this.conversation.state;
    const id = command.name === 'send' ? command.args[1]?.id : undefined;
    const messageId = id !== undefined && !visitorEntry(before.entries, id) ? id : undefined;
    const execution = (this.#executing = {tab, n, messageId});
    if (isActivating(command)) this.#update({speaker: tab});
    void this.#run(execution, command);
    if (messageId === undefined && this.conversation.state === before) this.#ackWithoutEvent(execution);
  }

  async #run(execution: Execution, command: Command): Promise<void> {
    try {
      await execute(this.conversation, command);
    } catch (error) {
      console.error('Parley: what was wanted could not be done', error);
    }
    if (this.#isClosed) return;
    this.#ackWithoutEvent(execution);
    const {tab, n} = execution;
    if (tab === this.options.tab) this.options.progress(n, true);
    else this.options.post({type: 'done', by: {tab, n}});
  }

  /** Acknowledges a command that has caused no event. */
  #ackWithoutEvent(execution: Execution): void {
    if (execution === this.#executing) this.#broadcast({type: 'learned'}, execution);
  }
}

/** The higher count for each tab. */
function highest(one: ReplicatedState['heard'], other: ReplicatedState['heard']): ReplicatedState['heard'] {
  const higher = Object.entries(other).map(([tab, n]) => [tab, Math.max(n, one[tab] ?? 0)] as const);
  return {...one, ...Object.fromEntries(higher)};
}
