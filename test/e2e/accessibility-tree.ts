import type {Page} from '@playwright/test';

interface AxNode {
  nodeId: string;
  ignored: boolean;
  role?: {value: string};
  name?: {value?: string};
  description?: {value?: string};
  value?: {value?: string | number};
  properties?: {name: string; value: {value?: unknown}}[];
  childIds?: string[];
}

/** Roles read as a single item, whose text is their name. */
const atomicRoles = new Set(['button', 'link', 'image', 'img', 'menuitem', 'slider', 'textbox', 'progressbar']);
/** Roles that are skipped, but not their children. */
const skippedRoles = new Set([
  'strong',
  'emphasis',
  'generic',
  'none',
  'paragraph',
  'inlineTextBox',
  'ListMarker',
  'time',
  'RootWebArea',
  'DescriptionListDetail',
]);

/**
 * What a screen reader finds within an element, in reading order: one line each with role, name, state and description, indented by
 * depth. Taken from the browser's accessibility tree.
 */
export async function accessibilityTree(page: Page, role: string): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  const {nodes} = (await cdp.send('Accessibility.getFullAXTree')) as {
    nodes: AxNode[];
  };
  await cdp.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const start = nodes.find((node) => !node.ignored && node.role?.value === role);
  return start ? linesOf(start, byId, 0) : [];
}

function linesOf(node: AxNode, byId: ReadonlyMap<string, AxNode>, depth: number): string[] {
  const role = node.role?.value ?? 'none';
  const isSkipped = node.ignored || skippedRoles.has(role);
  if (!isSkipped && (atomicRoles.has(role) || role === 'StaticText')) return ['  '.repeat(depth) + lineOf(node, role)];
  const inner = (node.childIds ?? []).flatMap((id) => {
    const child = byId.get(id);
    return child ? linesOf(child, byId, isSkipped ? depth : depth + 1) : [];
  });
  if (isSkipped) return inner;
  const line = '  '.repeat(depth) + lineOf(node, role);
  // The name of a heading without links already contains its text.
  return role === 'heading' && inner.length === 1 && !inner[0]!.includes('link ') ? [line] : [line, ...inner];
}

const reportedStates = ['disabled', 'expanded', 'pressed', 'focused', 'live', 'roledescription', 'hasPopup', 'modal'];

function lineOf({name, description, value, properties = []}: AxNode, role: string): string {
  if (role === 'StaticText') return name?.value?.trim() ?? '';
  const states = properties
    .filter(({name: of, value: {value: is}}) => reportedStates.includes(of) && is !== false && is !== 'false' && is !== '')
    .map(({name: of, value: {value: is}}) => (is === true || is === 'true' ? of : `${of} ${String(is)}`));
  return [
    role,
    name?.value ? JSON.stringify(name.value) : '',
    ...states,
    value?.value !== undefined && value.value !== '' ? `value ${String(value.value)}` : '',
    description?.value ? `described ${JSON.stringify(description.value)}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Replaces times by `0:00` and dates by `Day`, since they differ from run to run. */
export function withoutTimes(line: string): string {
  return line
    .replace(/\b\d{1,2}:\d\d(?:\s[AP]M)?/g, '0:00')
    .replace(/\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b,?(?: \w+)? \d{1,2}(?: \w+)?/g, 'Day')
    .replace(/\b[A-Z][a-z]{2} \d{1,2}, \d{4}\b/g, 'Day')
    .replace(/Good (?:morning|afternoon|evening)/g, 'Good day');
}
