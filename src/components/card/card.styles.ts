import {css} from 'lit';

export const cardStyles = css`
  .card {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    inline-size: min(100%, max(300px, 20em));
    overflow: hidden;
    background: var(--_surface-raised);
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);

    .picture {
      flex: none;
    }
    > .words {
      flex: 1;
      padding: 12px 14px 13px;
      overflow-wrap: anywhere;
    }
    .title,
    .subtitle {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      overflow: hidden;
    }
    .title {
      -webkit-line-clamp: 6;
      font-weight: var(--_weight-strong);
      line-height: var(--_leading-tight);
    }
    .subtitle {
      -webkit-line-clamp: 12;
      font-size: var(--_text-small);
      line-height: 1.3846;
      color: var(--_muted);
      text-wrap: pretty;
    }
    .title + .subtitle {
      margin-block-start: 3px;
    }
    .way {
      text-decoration: none;
      border-radius: 2px;

      &:hover {
        text-decoration: underline;
        text-decoration-thickness: 1px;
        text-underline-offset: 3px;
      }
      /* Text beyond the line limit is clipped, and so would be an outer ring. */
      &:focus-visible {
        outline-offset: -2px;
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
  /* Large text in a narrow card: never clip it. */
  @container (max-inline-size: 14em) {
    .card {
      .title,
      .subtitle {
        -webkit-line-clamp: none;
      }
    }
  }
`;
