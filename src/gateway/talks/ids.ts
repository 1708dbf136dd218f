import {randomBytes} from 'node:crypto';

/** 128 bits nobody can guess, in characters that stand in a path as they are. */
const random = (): string => randomBytes(16).toString('base64url');

export const newConversationId = (): string => `c_${random()}`;
export const newMessageId = (): string => `m_${random()}`;

/** The name of a turn of the gateway's own, which no visitor's key can be. */
export const newTurnId = (event: string): string => `${event}:${random()}`;
