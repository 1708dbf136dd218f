import {Redis} from 'ioredis';
import Database from 'libsql';

/** The store of the bare fan-out, as durable as the gateway's: an SQLite file, or a Redis stream for each conversation. */
export function openLog(where) {
  return where.startsWith('redis:') ? redisLog(where) : sqliteLog(where);
}

function redisLog(url) {
  const redis = new Redis(url);
  return {add: (id, event) => redis.xadd(`fan-out:${id}`, '*', 'body', event)};
}

/** Group commit, as in the gateway: events of one turn of the event loop share a transaction, and thus one fsync. */
function sqliteLog(path) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE events (number INTEGER PRIMARY KEY, conversation TEXT NOT NULL, body TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO events (conversation, body) VALUES (?, ?)');
  let waiting = [];
  const write = () => {
    const batch = waiting;
    waiting = [];
    db.exec('BEGIN IMMEDIATE');
    const numbers = batch.map(({id, event}) => Number(insert.run(id, event).lastInsertRowid));
    db.exec('COMMIT');
    for (const [index, {resolve}] of batch.entries()) resolve(numbers[index]);
  };
  return {
    add: (id, event) =>
      new Promise((resolve) => {
        if (waiting.push({id, event, resolve}) === 1) setImmediate(write);
      }),
  };
}
