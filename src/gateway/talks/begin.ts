import {defined} from '../../protocol/fields.ts';
import {normaliseLanguage} from '../../protocol/language.ts';
import {Problem} from '../problem.ts';
import type {NewTurn, StoredConversation} from '../stored.ts';
import type {Beginning} from '../talks.ts';
import type {Backstage} from './backstage.ts';
import {agentOf} from './consequences.ts';
import {newConversationId, newTurnId} from './ids.ts';

/**
 * Stores a new conversation: with the widget's bot, or with whoever the owner's router chose.
 * @throws {Problem} `not_found` for an unknown widget.
 */
export async function begin(asked: Beginning, back: Backstage): Promise<{conversation: StoredConversation; again: boolean}> {
  const {store, hooks, wake} = back;
  const {conversation, turns} = await planned(asked, back);
  const created = await store.create(conversation, {turns}, asked.key);
  if (!created.again) hooks.tell('new', created.conversation);
  wake(created.conversation.id);
  return created;
}

async function planned(asked: Beginning, back: Backstage): Promise<{conversation: StoredConversation; turns: readonly NewTurn[]}> {
  const {options, bots, hooks, now} = back;
  const widget = Object.hasOwn(options.widgets, asked.widget) ? options.widgets[asked.widget] : undefined;
  if (!widget) throw new Problem('not_found', {detail: 'There is no such widget'});
  const {bot: name = widget.bot, target} = (await hooks.route(asked)) ?? {};
  const bot = bots.get(name);
  if (!bot) throw new Problem('internal', {detail: 'The widget has no bot'});
  const event = target ? 'route' : 'start';
  const {data = {}, caps, page, userAgent, isVerifiedCustomer, vouched} = asked;
  const language = asked.language === undefined ? undefined : normaliseLanguage(asked.language);
  const agent = bot.options.agent && agentOf(bot);
  const conversation: StoredConversation = {
    id: newConversationId(),
    widget: asked.widget,
    bot: name,
    stage: target ? 'transferring' : 'starting',
    data,
    createdAt: now(),
    changedAt: now(),
    lastEvent: 0,
    ...defined({language, caps, page, userAgent, isVerifiedCustomer, vouched, agent, target}),
  };
  return {conversation, turns: [{id: newTurnId(event), event}]};
}
