import type {Hostile} from '../hostile.ts';

const at = (name: string): string => `https://cdn.example/${name}`;
const file = (url: string, meta: object): object => ({code: 'message', type: 'attachment', url, meta});

/** Files whose name, type and URL disagree. Only raster pictures, audio and video, according to the type, are shown inline. */
export const files: readonly Hostile[] = [
  {
    name: 'an SVG',
    message: file(at('a.svg'), {mimetype: 'image/svg+xml', originalName: 'a.svg'}),
    shows: ['a.svg'],
    links: [at('a.svg')],
  },
  {
    name: 'an SVG with a parameter in its type',
    message: file(at('b.svg'), {mimetype: 'image/svg+xml;charset=utf-8', originalName: 'b.svg'}),
    shows: ['b.svg'],
    links: [at('b.svg')],
  },
  {
    name: 'an SVG with a type in capitals',
    message: file(at('c.svg'), {mimetype: 'IMAGE/SVG+XML', originalName: 'c.svg'}),
    shows: ['c.svg'],
    links: [at('c.svg')],
  },
  {
    name: 'an SVG declared as PNG, whose scripts an img element never runs',
    message: file(at('d.svg'), {mimetype: 'image/png', originalName: 'd.svg'}),
    media: [at('d.svg')],
  },
  {
    name: 'an HTML page',
    message: file(at('e.html'), {mimetype: 'text/html', originalName: 'e.html'}),
    shows: ['e.html'],
    links: [at('e.html')],
  },
  {
    name: 'an HTML page named like a picture',
    message: file(at('f.png'), {mimetype: 'text/html', originalName: 'f.png'}),
    shows: ['f.png'],
    links: [at('f.png')],
  },
  {
    name: 'a program with two extensions',
    message: file(at('invoice.pdf.exe'), {mimetype: 'application/pdf', originalName: 'invoice.pdf.exe'}),
    shows: ['invoice.pdf.exe'],
    links: [at('invoice.pdf.exe')],
  },
  {
    name: 'a program with a right-to-left override in its name',
    message: file(at('x'), {mimetype: 'application/octet-stream', originalName: 'invoice\u202efdp.exe'}),
    shows: ['invoice\u202efdp.exe'],
    links: [at('x')],
  },
  {
    name: 'a name with a parent path',
    message: file(at('g'), {mimetype: 'application/pdf', originalName: '../../etc/passwd'}),
    shows: ['../../etc/passwd'],
    links: [at('g')],
  },
  {
    name: 'a name with line breaks',
    message: file(at('h'), {mimetype: 'application/pdf', originalName: 'a.pdf\r\nContent-Type: text/html\r\n\r\n<script>ran()</script>'}),
    shows: ['<script>ran()</script>'],
    links: [at('h')],
  },
  {
    name: 'a name with a null character',
    message: file(at('i'), {mimetype: 'application/pdf', originalName: 'a.exe\u0000.pdf'}),
    shows: ['.pdf'],
    links: [at('i')],
  },
  {
    name: 'a type that is a script',
    message: file(at('j'), {mimetype: 'javascript:ran()', originalName: 'j.bin'}),
    shows: ['j.bin'],
    links: [at('j')],
  },
  {
    name: 'a type that would end an attribute',
    message: file(at('k'), {mimetype: 'image/png" onerror="ran()', originalName: 'k.bin'}),
    shows: ['k.bin'],
    links: [at('k')],
  },
  {
    name: 'a plugin type',
    message: file(at('l'), {mimetype: 'application/x-shockwave-flash', originalName: 'l.swf'}),
    shows: ['l.swf'],
    links: [at('l')],
  },
  {
    name: 'an absurd size',
    message: file(at('m.pdf'), {mimetype: 'application/pdf', originalName: 'm.pdf', size: 1e308}),
    shows: ['m.pdf'],
    links: [at('m.pdf')],
  },
  {
    name: 'a negative size',
    message: file(at('n.pdf'), {mimetype: 'application/pdf', originalName: 'n.pdf', size: -1}),
    shows: ['n.pdf'],
    links: [at('n.pdf')],
  },
  {
    name: 'an original URL that is a script',
    message: file(at('o.pdf'), {mimetype: 'application/pdf', originalName: 'o.pdf', originalUrl: 'javascript:ran()'}),
    shows: ['o.pdf'],
    links: [at('o.pdf')],
  },
  {
    name: 'styles and handlers as unknown metadata',
    message: file(at('p.pdf'), {
      mimetype: 'application/pdf',
      originalName: 'p.pdf',
      style: 'position:fixed',
      onclick: 'ran()',
      class: 'evil',
    }),
    shows: ['p.pdf'],
    links: [at('p.pdf')],
  },
  {
    name: 'fifty references to one file',
    message: {
      code: 'message',
      type: 'multi-attachment',
      attachments: Array.from({length: 50}, () => ({
        url: at('q.pdf'),
        meta: {mimetype: 'application/pdf', originalName: 'q.pdf', ref: 'q'},
      })),
    },
    shows: ['q.pdf'],
    links: [at('q.pdf')],
  },
  {
    name: 'a picture among scripts',
    message: {
      code: 'message',
      type: 'multi-attachment',
      attachments: [
        {url: 'javascript:ran()', meta: {mimetype: 'image/png', originalName: 'bad.png'}},
        {url: at('good.png'), meta: {mimetype: 'image/png', originalName: 'good.png'}},
        {url: 'data:image/png;base64,AAAA', meta: {mimetype: 'image/png', originalName: 'worse.png'}},
      ],
    },
    shows: ['bad.png', 'worse.png'],
    media: [at('good.png')],
  },
  {
    name: 'a tracking pixel',
    message: file('https://cdn.example/dot.gif?who=reader', {mimetype: 'image/gif', originalName: 'dot.gif', size: 43}),
    media: ['https://cdn.example/dot.gif?who=reader'],
  },
  {
    name: 'a picture over plain http',
    message: file('http://cdn.example/a.png', {mimetype: 'image/png', originalName: 'a.png'}),
    shows: ['a.png'],
    links: ['http://cdn.example/a.png'],
  },
];
