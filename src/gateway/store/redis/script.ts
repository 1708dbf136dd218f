import {createHash} from 'node:crypto';

/** A step that Redis runs atomically. */
export interface Script {
  lua: string;
  /** The hash by which Redis remembers it. */
  sha: string;
}

/** One clock for all gateways, unless they bring one of their own. */
export const clock = `
local function read(clock)
  if clock ~= '' then return tonumber(clock) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`;

export function script(lua: string): Script {
  return {lua, sha: createHash('sha1').update(lua).digest('hex')};
}
