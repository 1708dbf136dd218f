import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import {expect} from 'chai';
import {auditOptions, animationsFinished} from '../auditing.ts';

/** Audits with axe, and fails with the id and the markup of every violation. */
export async function audit(node: Element = document.body, message?: string): Promise<void> {
  await animationsFinished();
  const {violations} = await (globalThis as unknown as {axe: typeof axe}).axe.run(node, {
    ...auditOptions,
    rules: {region: {enabled: false}},
  });
  const failures = violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' | ')}`);
  expect(failures, message).to.deep.equal([]);
}
