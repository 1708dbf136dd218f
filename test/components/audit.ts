import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import {expect} from 'chai';
import {auditOptions, still} from '../auditing.ts';

/** Audits with axe, and fails with the id and the markup of every violation. */
export async function audit(node: Element = document.body, what?: string): Promise<void> {
  await still();
  const {violations} = await (globalThis as unknown as {axe: typeof axe}).axe.run(node, {
    ...auditOptions,
    rules: {region: {enabled: false}},
  });
  const faults = violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' | ')}`);
  expect(faults, what).to.deep.equal([]);
}
