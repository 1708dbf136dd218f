import {svg, type TemplateResult} from 'lit';
import * as coreIcons from './icons.ts';

/** Like those in `icons.ts`, for parts that are loaded later. */
const iconShapes = {
  start: svg`<path d="m12 5-5 5 5 5"/>`,
  end: svg`<path d="m8 5 5 5-5 5"/>`,
  play: svg`<path d="M7.3 5.2v9.6l7.6-4.8z"/>`,
  pause: svg`<path d="M7.4 5.4v9.2M12.6 5.4v9.2"/>`,
  save: svg`<path d="M10 3.8v8.4m-3.6-3.4L10 12.4l3.6-3.6M4 15.8h12"/>`,
  copy: svg`<path d="M7.4 7.4h8.8v8.8H7.4zM12.6 7.4V3.8H3.8v8.8h3.6"/>`,
  print: svg`<path d="M6 7.4V3.8h8v3.6M6 13.6H3.6V7.4h12.8v6.2H14M6 11.4h8v4.8H6z"/>`,
  data: svg`<path d="m7 6-4 4 4 4m6-8 4 4-4 4"/>`,
  external: svg`<path d="M7 5H4.5v10.5H15V13M10.5 4.5h5v5m-.3-4.7-6 6"/>`,
  reply: svg`<path d="M15.5 5.2v3.3c0 1.3-.9 2.2-2.2 2.2H4.6m3.3-3.5-3.5 3.5 3.5 3.6"/>`,
  action: svg`<path d="M10 3.8c.5 3.6 2.2 5.5 6.2 6.2-4 .7-5.7 2.6-6.2 6.2-.5-3.6-2.2-5.5-6.2-6.2 4-.7 5.7-2.6 6.2-6.2z"/>`,
  power: svg`<path d="M10 3.6v6M6.2 5.6a6.2 6.2 0 1 0 7.6 0"/>`,
  broken: svg`<path d="M16.2 9V4.8H3.8v10.4h5M3.8 12.4l3-2.9 2.6 2.4M12.4 11.6l1.6 2-1.4 1.2 1.8 2.4"/><circle cx="12.6" cy="7.9" r=".9"/>`,
  picture: svg`<path d="M3.8 4.8h12.4v10.4H3.8zM3.8 12.6l3-2.9 3.3 3.1 2.1-1.8 4 3.5"/><circle cx="12.6" cy="7.9" r=".9"/>`,
  file: svg`<path d="M11.4 3.6H5.6v12.8h8.8V6.6zM11.2 3.8v3h3M7.9 10h4.2M7.9 12.8h4.2"/>`,
  globe: svg`<circle cx="10" cy="10" r="6.8"/><path d="M3.4 10h13.2M10 3.2c2.2 2 3.2 4.2 3.2 6.8s-1 4.8-3.2 6.8c-2.2-2-3.2-4.2-3.2-6.8s1-4.8 3.2-6.8z"/>`,
};

export type Icon = coreIcons.Icon | keyof typeof iconShapes;

/** Any icon; see `icon` in `icons.ts`. */
export function icon(name: Icon, classes = ''): TemplateResult {
  return isCoreIcon(name) ? coreIcons.icon(name, classes) : coreIcons.svgIcon(iconShapes[name], classes);
}

function isCoreIcon(name: Icon): name is coreIcons.Icon {
  return !Object.hasOwn(iconShapes, name);
}
