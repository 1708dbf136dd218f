import {css} from 'lit';

export const audioPlayerStyles = css`
  .player {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: min(100%, max(300px, 20em));
    min-block-size: 64px;
    padding-block: 10px;
    padding-inline: 10px 14px;
    background: var(--_bubble-bot);
    box-shadow: inset 0 0 0 1px var(--_bubble-bot-line);
    border-radius: var(--_r-bubble);

    &:has(> .file) {
      padding: 0;
      background: none;
      box-shadow: none;
    }
    .play {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: var(--_tap);
      block-size: var(--_tap);
      color: var(--_on-accent);
      background: var(--_accent);
      border-radius: 50%;
      transition: background-color var(--_fast);
  
      &:hover {
        background: var(--_accent-hover);
      }
      > .icon {
        fill: currentColor;
      }
    }
    .scale {
      position: relative;
      flex: 1;
      min-inline-size: 0;
      block-size: 28px;
      border-radius: var(--_r-tag);
  
      /* Ticks, every fifth one longer; filled up to the playback position. */
      &::before {
        content: '';
        position: absolute;
        inset: 0;
        background: linear-gradient(to right, var(--_accent) var(--_played, 0%), var(--_line-strong) 0);
        mask:
          repeating-linear-gradient(to right, #000 0 2.5px, transparent 2.5px 25px) 0 50% / 100% 20px no-repeat,
          repeating-linear-gradient(to right, #000 0 2.5px, transparent 2.5px 5px) 0 50% / 100% 8px no-repeat;
      }
      &:focus-within:has(:focus-visible) {
        outline: 2px solid var(--_focus);
        outline-offset: 2px;
      }
      > input {
        position: absolute;
        inset: -8px 0; /* A touch target of 44 px. */
        inline-size: 100%;
        block-size: calc(100% + 16px);
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
    }
    .time {
      font-size: var(--_text-meta);
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
    }
  }
  @media (forced-colors: active) {
    .player {
      &:not(:has(> .file)) {
        border: 1px solid;
      }
      .play {
        border: 1px solid;
      }
      .scale::before {
        forced-color-adjust: none;
        background: linear-gradient(to right, Highlight var(--_played, 0%), CanvasText 0);
      }
    }
  }
`;
