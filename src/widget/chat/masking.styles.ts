import {css} from 'lit';

/** The notice above the field about its content. */
export const maskingStyles = css`
  .masking {
    margin-block-end: 8px;
    padding: 10px 14px;
    border-radius: var(--_r-control);
    background: var(--_surface-sunken);
    font-size: var(--_text-small);
    line-height: 1.3846;
    overflow-wrap: anywhere;

    &:is(.warn, .block) { background: var(--_danger-soft); box-shadow: inset 0 0 0 1px var(--_danger); }
  }
  .masking-answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-end: 8px;

    .big-button { flex: 1 1 auto; }
  }

  @media (forced-colors: active) {
    .masking { border: 1px solid; }
  }
`;
