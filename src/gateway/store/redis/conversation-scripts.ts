import {clock, script} from './script.ts';

/**
 * What scripts about one conversation share. JSON passes through as words and is never read here, since Lua would confuse empty lists
 * with empty objects. A client sends a script again when its connection broke before the answer; REPLY makes that do nothing twice.
 *
 * CONVERSATION hash: `fixed`, `stage`, `last`, `changed`, `holder`, `owner`, `key`, `v:<property>`, `d:<key of data>` · EVENTS stream, numbers
 * as ids · WAITING list of turns · TURNS hash: `state:`, `body:`, `attempt:`, `failed:<id>` (number of the event that told it) · MESSAGES hash: `hash:`, `event:`, `turn:<key>`, `once:<name>`
 * DUE sorted set: since when the next turn waits, or when a lease runs out · CHANGED sorted set: when the last event was added
 */
const shared = `${clock}
local CONVERSATION, EVENTS, WAITING, TURNS, MESSAGES, DUE, CHANGED, REPLY = unpack(KEYS)
local id, channel, clock = unpack(ARGV)

local earlier = redis.call('GET', REPLY)
if earlier then return cmsgpack.unpack(earlier) end

local function answer(value)
  redis.call('SET', REPLY, cmsgpack.pack(value), 'PX', 30000)
  return value
end

local now = read(clock)

local function append(events)
  local last = tonumber(redis.call('HGET', CONVERSATION, 'last'))
  for _, event in ipairs(events) do
    last = last + 1
    redis.call('XADD', EVENTS, last .. '-0', 'at', now, 'body', event)
    redis.call('PUBLISH', channel, last .. ' ' .. now .. ' ' .. event)
  end
  if #events > 0 then
    redis.call('HSET', CONVERSATION, 'last', last, 'changed', now)
    redis.call('ZADD', CHANGED, now, id)
  end
  return last - #events + 1
end

local function markDue()
  if redis.call('LLEN', WAITING) > 0 then redis.call('ZADD', DUE, 'NX', now, id) end
end

local function enqueue(turns)
  for _, turn in ipairs(turns) do
    if redis.call('HSETNX', TURNS, 'state:' .. turn[1], 'open') == 1 then
      redis.call('HSET', TURNS, 'body:' .. turn[1], turn[2])
      redis.call('RPUSH', WAITING, turn[1])
    end
  end
  markDue()
end

local function includes(list, value)
  for _, item in ipairs(list) do if item == value then return true end end
  return false
end

-- Bytes of all data as JSON, were these fields set.
local function dataSize(fields)
  local sizes, total = {}, 1
  local function note(name, value)
    if string.sub(name, 1, 2) == 'd:' then sizes[name] = #name + #value end
  end
  local known = redis.call('HGETALL', CONVERSATION)
  for at = 1, #known, 2 do note(known[at], known[at + 1]) end
  for _, field in ipairs(fields) do note(field[1], field[2]) end
  for _, size in pairs(sizes) do total = total + size end
  return total
end

-- The number of its first event and the time of all; nothing when it may not be.
local function apply(change)
  local stage = redis.call('HGET', CONVERSATION, 'stage')
  if not stage then return {} end
  if change.from then
    if not includes(change.from, stage) then return {} end
  elseif stage == 'ended' then return {} end
  if change.mostData and dataSize(change.set) > change.mostData then return {} end
  if change.once and redis.call('HSETNX', MESSAGES, 'once:' .. change.once, 1) == 0 then return {} end
  for _, field in ipairs(change.set) do redis.call('HSET', CONVERSATION, field[1], field[2]) end
  for _, field in ipairs(change.gone) do redis.call('HDEL', CONVERSATION, field) end
  local first = append(change.events)
  enqueue(change.turns)
  return {first, now}
end

local function holds(turn, owner)
  local held = redis.call('HMGET', CONVERSATION, 'holder', 'owner')
  return held[1] == turn and held[2] == owner
end
`;

/** Everything that may fail comes before the first write: Redis does not roll back. */
const create = `
local KEY, fields, first = KEYS[9], cjson.decode(ARGV[4]), cjson.decode(ARGV[5])
local known = KEY and redis.call('GET', KEY)
if known then return answer({'again', known}) end
if redis.call('EXISTS', CONVERSATION) == 1 then return redis.error_reply('ERR there is a conversation of that id') end
for _, field in ipairs(fields) do redis.call('HSET', CONVERSATION, field[1], field[2]) end
redis.call('HSET', CONVERSATION, 'last', 0, 'changed', now)
if KEY then
  redis.call('SET', KEY, id)
  redis.call('HSET', CONVERSATION, 'key', KEY)
end
redis.call('ZADD', CHANGED, now, id)
append(first.events)
enqueue(first.turns)
return answer({'new', now})
`;

const accept = `
local key, hash, event, turn, body, after = unpack(ARGV, 4)
local stage = redis.call('HGET', CONVERSATION, 'stage')
if not stage then return answer({'missing'}) end

local known = redis.call('HMGET', MESSAGES, 'hash:' .. key, 'event:' .. key, 'turn:' .. key)
if not known[1] then
  if stage == 'ended' then return answer({'ended'}) end
  -- A turn of the gateway's own stands under that name: taken as the message's it would never be asked.
  if redis.call('HEXISTS', TURNS, 'state:' .. turn) == 1 then return answer({'reused'}) end
  local number = append({event})
  redis.call('HSET', MESSAGES, 'hash:' .. key, hash, 'event:' .. key, number, 'turn:' .. key, turn)
  enqueue({{turn, body}})
  return answer({'accepted', number, now, event})
end

if known[1] ~= hash then return answer({'reused'}) end
local failed = redis.call('HGET', TURNS, 'state:' .. known[3]) == 'failed'
-- A failure that its sender cannot know of yet: it was not sent to be asked once more.
local told = redis.call('HGET', TURNS, 'failed:' .. known[3])
if after ~= '' and told and tonumber(told) > tonumber(after) then failed = false end
if failed and stage == 'ended' then return answer({'ended'}) end
if failed then
  redis.call('HSET', TURNS, 'state:' .. known[3], 'open')
  redis.call('RPUSH', WAITING, known[3])
  markDue()
end
local number = known[2]
local fields = redis.call('XRANGE', EVENTS, number .. '-0', number .. '-0')[1][2]
return answer({failed and 'retried' or 'again', tonumber(number), tonumber(fields[2]), fields[4]})
`;

const take = `
local owner, lease = ARGV[4], tonumber(ARGV[5])
local turn = redis.call('HGET', CONVERSATION, 'holder')
local interrupted = turn and 1 or 0
if turn then
  if tonumber(redis.call('ZSCORE', DUE, id)) > now then return answer({}) end
else
  turn = redis.call('LPOP', WAITING)
  if not turn then return answer({}) end
end
redis.call('HSET', CONVERSATION, 'holder', turn, 'owner', owner)
redis.call('ZADD', DUE, now + lease, id)
local attempt = redis.call('HINCRBY', TURNS, 'attempt:' .. turn, 1)
return answer({redis.call('HGET', TURNS, 'body:' .. turn), attempt, interrupted})
`;

const renew = `
if not holds(ARGV[4], ARGV[5]) then return answer(0) end
redis.call('ZADD', DUE, now + tonumber(ARGV[6]), id)
return answer(1)
`;

const finish = `
local turn, owner, outcome = unpack(ARGV, 4, 6)
local change = cjson.decode(ARGV[7])
if not holds(turn, owner) then return answer({'lost'}) end
redis.call('HSET', TURNS, 'state:' .. turn, outcome)
if outcome == 'done' then redis.call('HDEL', TURNS, 'body:' .. turn) end
redis.call('HDEL', CONVERSATION, 'holder', 'owner')
redis.call('ZREM', DUE, id)
markDue()
local applied = apply(change)
if outcome == 'failed' and applied[1] then redis.call('HSET', TURNS, 'failed:' .. turn, redis.call('HGET', CONVERSATION, 'last')) end
return answer({'finished', unpack(applied)})
`;

/** [4] if given: only without an event since then. */
const remove = `
local before = tonumber(ARGV[4])
if before and tonumber(redis.call('ZSCORE', CHANGED, id) or before) >= before then return answer(0) end
local key = redis.call('HGET', CONVERSATION, 'key')
if key then redis.call('DEL', key) end
redis.call('DEL', CONVERSATION, EVENTS, WAITING, TURNS, MESSAGES)
redis.call('ZREM', DUE, id)
redis.call('ZREM', CHANGED, id)
return answer(1)
`;

/** Steps of one conversation: keys and first three arguments are those of `shared`. */
export const conversationScripts = {
  create: script(shared + create),
  accept: script(shared + accept),
  apply: script(`${shared}return answer(apply(cjson.decode(ARGV[4])))`),
  take: script(shared + take),
  renew: script(shared + renew),
  finish: script(shared + finish),
  remove: script(shared + remove),
};
