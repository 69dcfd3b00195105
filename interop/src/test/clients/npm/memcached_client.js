// The client called memcached; the text protocol.
'use strict';

const { promisify } = require('node:util');
const Memcached = require('memcached');
const { run } = require('./checks');

const client = new Memcached(`127.0.0.1:${process.argv[2]}`);
const ask = (verb, ...words) => promisify(client[verb]).apply(client, words);
// What was not stored is an error to this client.
const stored = (answer) => answer.catch((e) => /not stored|NOT_STORED/i.test(e.message) ? false : Promise.reject(e));

run({
  set: (key, value, seconds = 0) => ask('set', key, value, seconds),
  get: async (key) => (await ask('get', key)) ?? null,
  delete: (key) => ask('del', key),
  add: (key, value) => stored(ask('add', key, value, 0)),
  replace: (key, value) => stored(ask('replace', key, value, 0)),
  increment: (key, delta) => ask('incr', key, delta),
  decrement: (key, delta) => ask('decr', key, delta),
  token: async (key) => (await ask('gets', key)).cas,
  cas: (key, value, token) => ask('cas', key, value, token, 0),
  many: (keys) => ask('getMulti', keys),
  touch: (key, seconds) => ask('touch', key, seconds),
  append: (key, value) => ask('append', key, value),
  prepend: (key, value) => ask('prepend', key, value),
  close: () => client.end(),
});
