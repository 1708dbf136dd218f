import type {Labels} from '../../components/labels.ts';
import type {ConversationState} from '../../conversation/state.ts';
import type {Options} from '../options.ts';
import type {HeaderView} from './header.ts';

/** Who speaks: the one who was announced, or else whom the options name. */
export function speakerOf({agent}: ConversationState, options: Options, labels: Labels): Pick<HeaderView, 'name' | 'picture'> {
  return {name: agent?.nick ?? options.heading ?? labels.heading, picture: absolute(agent?.avatar ?? options.avatar)};
}

/** How they are, in words. */
export function statusOf(
  {agent, phase, startFailed}: ConversationState,
  {online, options, labels}: {online: boolean; options: Options; labels: Labels},
): Pick<HeaderView, 'status' | 'away'> {
  if (!online || startFailed) return {status: labels.status_away, away: true};
  if (phase === 'ended') return {status: labels.status_ended, away: true};
  if (phase === 'connecting') return {status: labels.status_connecting, away: true};
  return {status: agent?.status ?? options.subtitle ?? labels.status, away: false};
}

/** An option may say an address relative to the page. */
function absolute(url: string | undefined): string | undefined {
  return url && URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).href : undefined;
}
