import {AxeBuilder} from '@axe-core/playwright';
import {test as base, expect, type Page} from '@playwright/test';
import type {startDemo} from '../../demo/server.ts';
import {auditOptions, animationsFinished} from '../auditing.ts';

interface Shop {
  url: string;
}

/** Errors and warnings of the page's console, exceptions and violations of its Content-Security-Policy. */
export interface Complaints {
  /** Allows what a test causes on purpose. */
  expect(pattern: RegExp): void;
}

/** The built shop, one for each worker. A test fails on any unexpected complaint of its page. */
export const test = base.extend<{complaints: Complaints}, {shop: Shop}>({
  shop: [
    async ({}, use) => {
      const built = new URL('../../demo/dist/server.js', import.meta.url).href;
      const demo = (await import(built)) as {startDemo: typeof startDemo};
      const server = await demo.startDemo({port: 0});
      await use(server);
      await server.close();
    },
    {scope: 'worker'},
  ],
  baseURL: async ({shop}, use) => use(shop.url),
  complaints: [
    async ({page}, use) => {
      const heard: string[] = [];
      const expected: RegExp[] = [];
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`Blocked by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
        );
      });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => heard.push(`thrown: ${error.stack ?? error.message}`));
      await use({expect: (pattern) => expected.push(pattern)});
      expect(heard.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)))).toEqual([]);
    },
    {auto: true},
  ],
});

export {expect};

/** Audits the page with axe; `selector` narrows it. */
export async function expectAccessible(page: Page, selector?: string): Promise<void> {
  await page.evaluate(animationsFinished);
  // Legacy mode: there are no frames whose results would have to be merged in a page of their own.
  const audit = new AxeBuilder({page}).options(auditOptions).setLegacyMode();
  const {violations} = await (selector ? audit.include(selector) : audit).analyze();
  expect(violations.map(({id, help, nodes}) => `${id}: ${help} (${nodes.map(({target}) => target.join(' ')).join(', ')})`)).toEqual([]);
}
