import {defined} from '../../protocol/fields.ts';
import {normaliseLanguage} from '../../protocol/language.ts';
import {Problem} from '../problem.ts';
import type {NewTurn, StoredConversation} from '../stored.ts';
import type {Beginning} from '../conversations.ts';
import type {ConversationServices} from './conversation-services.ts';
import {agentOf} from './effects.ts';
import {newConversationId, newTurnId} from './ids.ts';

/**
 * Stores a new conversation: with the widget's bot, or with whoever the owner's router chose.
 * @throws {Problem} `not_found` for an unknown widget.
 */
export async function beginConversation(
  beginning: Beginning,
  services: ConversationServices,
): Promise<{conversation: StoredConversation; again: boolean}> {
  const {store, hooks, wake} = services;
  const {conversation, turns} = await plan(beginning, services);
  const created = await store.create(conversation, {turns}, beginning.key);
  if (!created.again) hooks.notify('new', created.conversation);
  wake(created.conversation.id);
  return created;
}

async function plan(
  beginning: Beginning,
  services: ConversationServices,
): Promise<{conversation: StoredConversation; turns: readonly NewTurn[]}> {
  const {options, bots, hooks, now} = services;
  const widget = Object.hasOwn(options.widgets, beginning.widget) ? options.widgets[beginning.widget] : undefined;
  if (!widget) throw new Problem('not_found', {detail: 'There is no such widget'});
  const {bot: name = widget.bot, target} = (await hooks.route(beginning)) ?? {};
  const bot = bots.get(name);
  if (!bot) throw new Problem('internal', {detail: 'The widget has no bot'});
  const event = target ? 'route' : 'start';
  const {data = {}, caps, page, userAgent, isVerifiedCustomer, vouched} = beginning;
  const language = beginning.language === undefined ? undefined : normaliseLanguage(beginning.language);
  const agent = bot.options.agent && agentOf(bot);
  const conversation: StoredConversation = {
    id: newConversationId(),
    widget: beginning.widget,
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
