import type {NewEvent, Stage, StoredConversation, StoredEvent, Values} from '../../stored.ts';
import type {Row} from './driver.ts';

/** A conversation as its row stores it, with the JSON still unparsed. */
export interface ConversationRow {
  id: string;
  stage: Stage;
  body: string;
  data: string;
  last_event: number;
  changed_at: number;
  holder: string | null;
  owner: string | null;
  due_at: number | null;
}

type Body = Omit<StoredConversation, 'id' | 'stage' | 'data' | 'lastEvent' | 'changedAt'>;

export function toConversation({id, stage, body, data, last_event, changed_at}: ConversationRow): StoredConversation {
  const rest = JSON.parse(body) as Body;
  return {...rest, id, stage, data: JSON.parse(data) as Values, lastEvent: last_event, changedAt: changed_at};
}

/** The content of the column `body`: everything that has no column of its own. */
export function toBody(conversation: StoredConversation): string {
  const elsewhere = {id: undefined, stage: undefined, data: undefined, lastEvent: undefined, changedAt: undefined};
  return JSON.stringify({...conversation, ...elsewhere});
}

export function toEvent(row: Row): StoredEvent {
  return toStoredEvent(JSON.parse(String(row['body'])) as NewEvent, Number(row['number']), Number(row['at']));
}

/** @param at Milliseconds since 1970. */
export function toStoredEvent(event: NewEvent, number: number, at: number): StoredEvent {
  return {...event, id: String(number), ts: new Date(at).toISOString()};
}
