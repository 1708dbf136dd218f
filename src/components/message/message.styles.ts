import {css} from 'lit';

/** Layout of a stand-alone message. */
export const messageStyles = css`
  .message { display: flex; flex-direction: column; align-items: flex-start; gap: var(--_s3); min-inline-size: 0; }
  .message > .quick-replies { align-self: stretch; margin-block-start: var(--_s2); }
  .message > .quick-replies.vertical { align-self: flex-end; }
`;
