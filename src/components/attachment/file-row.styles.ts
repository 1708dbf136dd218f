import {css} from 'lit';

export const fileRowStyles = css`
  .file {
    position: relative;
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    inline-size: min(100%, max(300px, 20em));
    min-block-size: 60px;
    padding-block: 9px;
    padding-inline: 9px 12px;
    color: inherit;
    text-decoration: none;
    background: var(--_surface-raised);
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);
    transition: border-color var(--_fast);

    &:hover {
      border-color: var(--_line-strong);
    }
    &.refused {
      color: var(--_muted);
      border-color: var(--_line);
    }
    .kind {
      display: grid;
      place-items: center;
      inline-size: 40px;
      block-size: 40px;
      font-size: min(var(--_text-meta), 13px);
      font-weight: 700;
      color: var(--_accent-ink);
      background: var(--_accent-soft);
      border-radius: var(--_r-control);
    }
    &.refused .kind {
      color: var(--_muted);
      background: var(--_bubble-bot);
    }
    .words {
      min-inline-size: 0;
    }
    .name {
      display: block;
      overflow-wrap: anywhere; /* Never truncated: names may differ only at the end. */
      font-weight: 500;
      line-height: var(--_leading-tight);
    }
    .detail {
      display: block;
      font-size: var(--_text-small);
      line-height: 1.3846;
      color: var(--_muted);
      overflow-wrap: anywhere;
    }
    > .icon {
      color: var(--_accent-ink);
    }
  }
  @media (forced-colors: active) {
    .file .kind {
      border: 1px solid;
    }
  }
`;
