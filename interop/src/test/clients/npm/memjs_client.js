// memjs; the binary protocol. It has neither cas nor several keys in one request, and its prepend appends.
'use strict';

const memjs = require('memjs');
const { run } = require('./checks');

const client = memjs.Client.create(`127.0.0.1:${process.argv[2]}`);
const text = (answer) => (answer.value === null ? null : answer.value.toString());

run(
  {
    set: (key, value, seconds = 0) => client.set(key, value, { expires: seconds }),
    get: async (key) => text(await client.get(key)),
    delete: (key) => client.delete(key),
    add: (key, value) => client.add(key, value, {}),
    replace: (key, value) => client.replace(key, value, {}),
    increment: async (key, delta) => (await client.increment(key, delta, {})).value,
    decrement: async (key, delta) => (await client.decrement(key, delta, {})).value,
    touch: (key, seconds) => client.touch(key, seconds),
    close: () => client.close(),
  },
  ['compares', 'many', 'appends'],
);
