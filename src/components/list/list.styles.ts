import {css} from 'lit';

export const listStyles = css`
  .list {
    align-self: stretch;
    max-inline-size: 46ch;
    overflow: hidden;
    background: var(--_surface-raised);
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);

    .row {
      position: relative;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
      align-items: center;
      padding: 12px;

      &.pictured {
        grid-template-columns: 56px minmax(0, 1fr);
      }
      &:not(.pictured) {
        padding-inline-start: 14px;
      }
      + .row {
        border-block-start: 1px solid var(--_line);
      }
      > .picture {
        align-self: start;
      }
    }
    .pictured > .what {
      grid-column: 2;
    }
    .what {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px 12px;
    }
    .what > .words {
      flex: 1 1 7.5em;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: 12px 8px;
    }
    .title {
      font-weight: var(--_weight-strong);
      line-height: var(--_leading-tight);
    }
    .subtitle {
      font-size: var(--_text-small);
      line-height: 1.3846;
      color: var(--_muted);
    }
    .title + .subtitle {
      margin-block-start: 2px;
    }
    .way {
      text-decoration: none;
      border-radius: 2px;

      &:hover {
        text-decoration: underline;
        text-decoration-thickness: 1px;
        text-underline-offset: 3px;
      }
    }
    > .action:first-child {
      border-block-start: 0;
    }
    > .action:last-child:focus-visible {
      border-end-start-radius: calc(var(--_r-card) - 3px);
      border-end-end-radius: calc(var(--_r-card) - 3px);
    }
  }
`;
