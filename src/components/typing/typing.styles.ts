import {css} from 'lit';

/** Used together with the bubble's styles. */
export const typingStyles = css`
  .typing {
    display: flex;
    align-items: center;
    gap: 5px;
    min-block-size: 40px;
    padding-block: 0;
    padding-inline: 15px;

    .dot {
      inline-size: 6px;
      block-size: 6px;
      flex: none;
      border-radius: 50%;
      background: var(--_muted);
      opacity: 0.95;
      animation: parley-breathe calc(1320ms * var(--_moves)) var(--_ease-both) infinite;
    }
    .dot + .dot { opacity: 0.6; animation-delay: calc(180ms * var(--_moves)); }
    .dot + .dot + .dot { opacity: 0.35; animation-delay: calc(360ms * var(--_moves)); }
    .wait {
      margin-inline-start: 6px;
      padding-block: 8px;
      color: var(--_muted);
      font-size: var(--_text-small);
      line-height: 1.3846;
    }
  }
  @keyframes parley-breathe {
    0%, 60%, 100% { opacity: 0.35; }
    25% { opacity: 0.95; }
  }
  @media (forced-colors: active) {
    .typing .dot { forced-color-adjust: none; background: CanvasText; }
  }
`;
