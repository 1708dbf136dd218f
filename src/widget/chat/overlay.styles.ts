import {css} from 'lit';

/** The menu, and what is asked over the chat's foot. */
export const overlayStyles = css`
  .menu {
    position: absolute;
    z-index: 3;
    inset-block-start: 60px;
    inset-inline-end: 8px;
    inline-size: min(292px, 100% - 16px);
    max-block-size: calc(100% - 76px);
    padding: 6px;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);
    background: var(--_surface-raised);
    box-shadow: var(--_e2);
  }
  .menu-row {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: var(--_tap);
    padding: 4px 8px;
    border-radius: calc(var(--_r-card) - 6px);
    font-size: calc(var(--_text) * 0.9667);
    line-height: var(--_leading-tight);

    .icon { color: var(--_muted); }
    &:hover { background: var(--_bubble-bot); }
    &:focus-visible { outline-offset: -3px; }
    &.danger, &.danger .icon { color: var(--_danger); }
  }
  .scrim { position: absolute; z-index: 4; inset: 0; display: grid; align-items: end; background: var(--_scrim); }
  .confirm {
    margin: 8px;
    padding: 20px 18px max(14px, env(safe-area-inset-bottom));
    border-radius: calc(var(--_r-panel) - 8px);
    border-end-end-radius: var(--_r-joint);
    background: var(--_surface-raised);
    box-shadow: var(--_e2);

    h2 { font-size: calc(var(--_text) * 1.1334); font-weight: 650; line-height: 1.3; }
    p { margin-block: 6px 16px; color: var(--_muted); }
    .answers { display: grid; gap: 8px; }
    .ways { margin: 8px -8px 0; }
    .outcome { min-block-size: 1.3846em; margin-block: 4px 8px; font-size: var(--_text-small); line-height: 1.3846; }
  }
  @container parley-chat (max-inline-size: 19em) {
    .menu { inline-size: calc(100% - 16px); }
  }
`;
