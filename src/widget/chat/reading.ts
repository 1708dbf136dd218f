import {html, type TemplateResult} from 'lit';
import {type CustomRenderer, noRenderers, type PartOptions} from '../../components/context.ts';
import type {Labels} from '../../components/labels.ts';
import {underOwnName} from '../../components/own-name.ts';
import {exportedParts} from '../../components/parts.ts';
import type {Entry, Notice} from '../../protocol/entry.ts';
import type {Options} from '../options.ts';
import {ParleyTranscript} from '../transcript.ts';
import type {WishEvent} from '../transcript/intent.ts';
import type {LookEvent} from '../transcript/look.ts';
import type {ReadEvent} from '../transcript/read.ts';
import {botOf} from './head.ts';
import type {ChatTalk} from './chat-talk.ts';

export interface ReadingView {
  talk: ChatTalk;
  /** The entries to draw. */
  entries: readonly Entry[];
  labels: Labels;
  locale: string;
  options: Options;
  looks: PartOptions;
  renderers: Map<string, CustomRenderer> | undefined;
  grant(event: WishEvent): void;
}

/** The transcript of a chat. */
export function reading({talk, entries, labels, locale, options, looks, renderers = noRenderers, grant}: ReadingView): TemplateResult {
  const {state, unseen, fault, actions} = talk;
  const {name, picture} = botOf(state, options, labels);
  const read = ({entry}: ReadEvent) => talk.read(entry);
  const paced = talk.pacing.of(entries, options, talk.conversation);
  const keep = ({entry, change}: LookEvent) => talk.conversation?.look(entry, change);
  const drawn = html`<parley-transcript
    class="reading"
    exportparts=${exportedParts}
    .entries=${paced}
    .waiting=${state.waiting?.since}
    .writing=${state.writing ?? talk.pacing.writing}
    .startFailed=${state.startFailed === true || fault !== undefined}
    .startAt=${state.startAt}
    .labels=${labels}
    .language=${locale}
    .options=${looks}
    .renderers=${renderers}
    .name=${name}
    .avatar=${picture}
    .person=${state.agent?.is_bot === false ? state.agent : undefined}
    .live=${state.phase !== 'ended'}
    .began=${lastOf(state.entries, 'started_again')?.at ?? 0}
    .unreadFrom=${unseen.from}
    .unreadCount=${unseen.count}
    .unreadAway=${unseen.away}
    .rewinds=${talk.rewinds}
    .asks=${lastOf(state.entries, actions?.position?.offer)?.id}
    .kept=${true}
    @parley-wish=${grant}
    @parley-look=${keep}
    @parley-read=${read}
    ><slot name="empty" slot="empty"></slot
  ></parley-transcript>`;
  return underOwnName('parley-transcript', ParleyTranscript, drawn);
}

function lastOf(entries: readonly Entry[], notice: Notice | undefined): Entry | undefined {
  return entries.findLast((entry) => entry.from === 'system' && entry.notice === notice);
}
