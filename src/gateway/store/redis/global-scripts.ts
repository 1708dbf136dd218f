import {clock, script} from './script.ts';

/** A list of the times it was spent within the last minute, oldest first. */
const spend = `${clock}
local most, now = tonumber(ARGV[1]), read(ARGV[2])
local oldest = tonumber(redis.call('LINDEX', KEYS[1], -most) or 0)
if oldest + 60000 > now then return oldest + 60000 - now end
redis.call('RPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], -most, -1)
redis.call('PEXPIRE', KEYS[1], 60000)
return 0
`;

/** A hash: how much is used up, and when that expires. */
const charge = `${clock}
local amount, most, within, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), read(ARGV[4])
local kept = redis.call('HMGET', KEYS[1], 'used', 'until')
local used, ends = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
if ends <= now then used, ends = 0, now + within end
if amount > 0 and used + amount > most then return ends - now end
if used + amount > 0 then
  redis.call('HSET', KEYS[1], 'used', used + amount, 'until', ends)
  redis.call('PEXPIRE', KEYS[1], within)
else redis.call('DEL', KEYS[1]) end
return 0
`;

const due = `${clock}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', read(ARGV[2]), 'LIMIT', 0, ARGV[1])
`;

/** Scripts that do not concern a single conversation. */
export const globalScripts = {spend: script(spend), charge: script(charge), due: script(due)};
