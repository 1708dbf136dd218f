import {css} from 'lit';

export const templateStyles = css`
  .unsupported {
    font-size: var(--_text-small);
    line-height: 1.3846;
    font-style: italic;
    color: var(--_muted);
  }
`;
