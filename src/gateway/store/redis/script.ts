import {createHash} from 'node:crypto';

/** A step that Redis runs as one: nothing of other gateways comes between. */
export interface Script {
  lua: string;
  /** Under which Redis remembers it. */
  sha: string;
}

/** One clock for all gateways, unless they brought one. */
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
