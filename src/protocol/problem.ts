/** Something in a bot's answer that had to be repaired, cut or left out. */
export interface Problem {
  /** Where, such as `messages[2].template.elements[0].title`; empty for the answer as a whole. */
  path: string;
  /** What was expected and what was done instead. */
  message: string;
  /** `bot_invalid_response`: nothing of the answer could be understood. `too_much`: over a limit and cut. */
  code?: 'bot_invalid_response' | 'too_much';
}
