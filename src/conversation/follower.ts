import {Mirror} from './mirror.ts';
import type {Shown} from './shown.ts';
import type {TabMessage} from './tab-message.ts';

type MessageOf<T extends TabMessage['type']> = TabMessage & {type: T};

export interface FollowerOptions {
  /** Id of this tab. */
  tab: string;
  shown: Shown;
  /** Whether another tab leads. */
  follows: () => boolean;
  post: (message: TabMessage) => void;
  /** Called when the leader is known; `anew` if it is a different one than before. */
  met: (anew: boolean) => void;
}

/** Shows the conversation as the leading tab reports it, and passes this tab's wishes on to it. */
export class Follower {
  readonly mirror = new Mirror();

  constructor(private readonly options: FollowerOptions) {}

  adopt(from: string, {to, ledger}: MessageOf<'ledger'>): void {
    const {tab, shown, follows, met} = this.options;
    const before = this.mirror.owner;
    if (!follows() || (to ?? tab) !== tab || !this.mirror.adopt(from, ledger)) return;
    shown.errands.note(this.mirror.heardOf(tab));
    if (before !== from) shown.errands.abandonHeard();
    shown.show(ledger.state, {type: 'restored', state: ledger.state});
    this.ask();
    met(before !== from);
  }

  /** Posts all wishes no leader has heard of. */
  ask(): void {
    const {shown, post} = this.options;
    const wishes = shown.errands.unheard.map(({n, verb}) => ({n, verb}));
    if (wishes.length) post({type: 'wishes', wishes});
  }

  follow(from: string, message: MessageOf<'happened'>): void {
    const {tab, shown, follows, post} = this.options;
    const outcome = follows() ? this.mirror.follow(from, message) : 'old';
    if (outcome === 'missed') post({type: 'hello'});
    if (outcome !== 'followed') return;
    if (message.by?.tab === tab) shown.errands.note(message.by.n);
    const isMine = (message.for ?? tab) === tab;
    shown.show(this.mirror.ledger?.state ?? shown.led, isMine ? message.event : undefined);
  }

  note(from: string, message: MessageOf<'heard'>): void {
    const {tab, shown, follows} = this.options;
    if (!follows() || !this.mirror.note(from, message) || message.by.tab !== tab) return;
    shown.errands.note(message.by.n);
    shown.show(shown.led, {type: 'learned'});
  }
}
