import type {Labels} from '../../components/labels.ts';
import {canAutoload} from '../../components/picture/permission.ts';
import type {ConversationState} from '../../conversation/state.ts';
import type {Options} from '../options.ts';
import type {HeaderView} from './header.ts';
import {partOptionsOf} from './part-options.ts';

type SpeakerView = Pick<HeaderView, 'name' | 'picture'>;

/** Who is speaking at the moment: a person, or the bot. */
export function speakerOf(state: ConversationState, options: Options, labels: Labels): SpeakerView {
  const {agent} = state;
  if (agent?.is_bot !== false) return botOf(state, options, labels);
  return {name: agent.nick ?? labels.person, picture: announcedAvatar(agent.avatar, options)};
}

/** The bot, even while a person is speaking: as announced, or else as named by the options. */
export function botOf({agent}: ConversationState, options: Options, labels: Labels): SpeakerView {
  const {nick, avatar} = agent?.is_bot === false ? {} : (agent ?? {});
  return {name: nick ?? options.heading ?? labels.heading, picture: announcedAvatar(avatar, options) ?? resolveUrl(options.avatar)};
}

/** The status shown below the name. */
export function statusOf(
  {agent, phase, startFailed, queue}: ConversationState,
  {online, options, labels}: {online: boolean; options: Options; labels: Labels},
): Pick<HeaderView, 'status' | 'away'> {
  if (!online || startFailed) return {status: labels.status_away, away: true};
  if (phase === 'ended') return {status: labels.status_ended, away: true};
  if (phase === 'connecting') return {status: labels.status_connecting, away: true};
  if (queue) return {status: labels.status_queue, away: true};
  const defaultStatus = agent?.is_bot === false ? labels.status_person : (options.subtitle ?? labels.status);
  return {status: agent?.status ?? defaultStatus, away: false};
}

/** An announced avatar, if the page lets images load automatically: the visitor cannot ask for one here. */
function announcedAvatar(url: string | undefined, options: Options): string | undefined {
  if (url === undefined || options.images === 'all') return resolveUrl(url);
  return canAutoload(url, partOptionsOf(options)) ? resolveUrl(url) : undefined;
}

/** Resolves a URL that may be relative to the page. */
function resolveUrl(url: string | undefined): string | undefined {
  return url && URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).href : undefined;
}
