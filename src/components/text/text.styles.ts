import {css} from 'lit';

/** Text with markup. Bare element names are safe here: everything inside comes from a single body. */
export const textStyles = css`
  .text {
    --_font-code: var(--parley-font-code, ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace);
    white-space: normal;

    :where(blockquote, hr, h3, h4, h5, h6) { margin: 0; }
    :is(h3, h4, h5, h6) { font-size: var(--_text); font-weight: 650; line-height: var(--_leading-tight); }
    > * + * { margin-block-start: var(--_s3); }
    :is(p, li, h3, h4, h5, h6, th, td, blockquote) { unicode-bidi: plaintext; }
    :is(b, strong) { font-weight: 650; }
    h3 { font-size: var(--_text-title); }
    > :is(h3, h4, h5, h6):not(:first-child) { margin-block-start: var(--_s4); }
    hr { border: 0; border-block-start: 1px solid var(--_line-strong); }

    a {
      position: relative; /* The containing block of its screen reader text. */
      border-radius: 2px;
      color: var(--_accent-ink);
      font-weight: 500;
      text-decoration: underline;
      text-decoration-thickness: 1px;
      text-underline-offset: 3px;

      &:hover { text-decoration-thickness: 2px; }
      .unseen { -webkit-user-select: none; user-select: none; }
    }

    ul { list-style: disc; }
    ol { list-style: decimal; font-variant-numeric: tabular-nums; }
    ul > li { margin-inline-start: 1.2em; }
    ol > li { margin-inline-start: 1.4667em; }
    li::marker { color: var(--_muted); }
    ol.long { list-style-position: inside; }
    ol.long > li { margin-inline-start: 0; }
    li.task { margin-inline-start: 0; list-style: none; }
    li + li { margin-block-start: 3px; }
    li > * + *, li > :is(ul, ol) { margin-block-start: 3px; }
    li > p + p { margin-block-start: var(--_s3); }
    li li li li li li { margin-inline-start: 0; list-style-position: inside; }

    code {
      padding: 1px 5px;
      border-radius: var(--_r-tag);
      background: color-mix(in oklab, currentColor 8%, transparent);
      font: 500 0.88em/1.4 var(--_font-code);
      unicode-bidi: isolate;
    }
    pre {
      overflow-x: auto;
      padding: 10px 12px;
      border: 1px solid var(--_line);
      border-radius: var(--_r-control);
      background: var(--_surface);
      font: 400 calc(var(--_text) * 0.84)/1.55 var(--_font-code);
      text-align: left;
    }
    pre code { padding: 0; background: none; font: inherit; }

    .table { overflow-x: auto; margin-inline: -2px; }
    table { inline-size: max-content; min-inline-size: 100%; border-collapse: collapse; font-size: var(--_text-small); line-height: 1.4; font-variant-numeric: tabular-nums; }
    th, thead td { padding-block: 2px 6px; border-block-end: 1px solid var(--_line-strong); color: var(--_muted); font-weight: 500; text-align: start; white-space: nowrap; }
    td { max-inline-size: 13em; padding-block: 6px; border-block-end: 1px solid var(--_line); overflow-wrap: normal; }
    :is(th, td) { padding-inline: 2px 10px; }
    :is(th, td).end { text-align: end; }
    :is(th, td):last-child { padding-inline-end: 2px; }
    :is(th, td).centre { text-align: center; }
    tbody tr:last-child td { padding-block-end: 2px; border-block-end: 0; }

    blockquote { padding-inline-start: 12px; border-inline-start: 2px solid var(--_line-strong); color: var(--_muted); }
    blockquote > * + * { margin-block-start: var(--_s3); }
    blockquote blockquote blockquote blockquote { padding-inline-start: 0; border: 0; }
  }
`;
