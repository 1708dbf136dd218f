import {expect, test} from 'vitest';
import {createMetrics} from '../../src/gateway/metrics.ts';

test('the buckets for turns reach up to the longest allowed timeout of a bot', async () => {
  const metrics = createMetrics();
  for (const seconds of [45, 100, 280]) metrics.turn('shop', 'answered', seconds);
  const {body} = await metrics.text();
  const counted = [60, 120, 300].map((most) => `parley_turn_seconds_bucket{le="${most}",bot="shop",outcome="answered"}`);
  expect(counted.map((bucket) => body.split('\n').find((line) => line.startsWith(bucket)))).toEqual([
    `${counted[0]} 1`,
    `${counted[1]} 2`,
    `${counted[2]} 3`,
  ]);
});
