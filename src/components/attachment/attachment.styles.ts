import {css} from 'lit';
import {fileRowStyles} from './file-row.styles.ts';
import {videoPlayerStyles} from './video-player.styles.ts';
import {mosaicStyles} from './mosaic.styles.ts';
import {audioPlayerStyles} from './audio-player.styles.ts';

/** The styles of all attachments. Links reuse the file rows. */
export const attachmentStyles = css`
  ${fileRowStyles}
  ${mosaicStyles}
  ${audioPlayerStyles}
  ${videoPlayerStyles}
  .attachments {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    align-self: stretch;

    .caption {
      margin-block-start: 6px;
      padding-inline: 2px;
      font-size: var(--_text-small);
      line-height: 1.3846;
      color: var(--_muted);
      overflow-wrap: anywhere;
    }
  }
  /* The visitor's stand on the visitor's side. */
  .visitor > .said > .attachments {
    :is(.picture, .mosaic, .player, .film, .file) {
      margin-inline-start: auto;
    }
    .caption {
      text-align: end;
    }
  }
`;
