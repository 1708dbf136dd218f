import {css} from 'lit';

/** The speaker's avatar, in the header and next to entries. */
export const avatarStyles = css`
  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    overflow: hidden;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_r-avatar);
    background: var(--_accent-soft);
    color: var(--_accent-ink);

    &.small { inline-size: var(--_avatar); block-size: var(--_avatar); border-radius: calc(var(--_r-avatar) * 0.8); }
    > * { grid-area: 1 / 1; }
    > img { inline-size: 100%; block-size: 100%; background: var(--_accent-soft); object-fit: cover; }
    > .voices { inline-size: 56%; fill: currentColor; }
    > .voices path:first-child { opacity: 0.66; }
  }

  @media (forced-colors: active) {
    .avatar { border: 1px solid; }
  }
`;
