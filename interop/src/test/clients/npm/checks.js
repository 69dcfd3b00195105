// What both clients from npm are asked to do; one line a promise: "ok NAME" or "not ok NAME: WHY". An adapter's methods
// answer promises, and null for what is not there; a client that cannot do a thing has no such method.
'use strict';

const assert = require('node:assert');

const checks = {
  async stores(client) {
    assert.equal(await client.set('stores', 'value'), true);
    assert.equal(await client.get('stores'), 'value');
    assert.equal(await client.set('stores', 'other'), true);
    assert.equal(await client.get('stores'), 'other');
  },
  async misses(client) {
    assert.equal(await client.get('misses'), null);
  },
  async deletes(client) {
    await client.set('deletes', 'value');
    assert.equal(await client.delete('deletes'), true);
    assert.equal(await client.get('deletes'), null);
  },
  async adds(client) {
    assert.equal(await client.replace('adds', 'value'), false);
    assert.equal(await client.add('adds', 'value'), true);
    assert.equal(await client.add('adds', 'other'), false);
    assert.equal(await client.replace('adds', 'third'), true);
    assert.equal(await client.get('adds'), 'third');
  },
  async counts(client) {
    await client.set('counts', '5');
    assert.equal(await client.increment('counts', 10), 15);
    assert.equal(await client.decrement('counts', 3), 12);
    assert.equal(await client.decrement('counts', 100), 0);
  },
  async compares(client) {
    await client.set('compares', 'value');
    const token = await client.token('compares');
    assert.equal(await client.cas('compares', 'second', token), true);
    assert.equal(await client.cas('compares', 'third', token), false);
    assert.equal(await client.get('compares'), 'second');
  },
  async large(client) {
    const large = '0123456789'.repeat(50_000);
    assert.equal(await client.set('large', large), true);
    assert.equal(await client.get('large'), large);
  },
  async unicode(client) {
    assert.equal(await client.set('unicode', 'Grüße, 世界 🌍'), true);
    assert.equal(await client.get('unicode'), 'Grüße, 世界 🌍');
  },
  async many(client) {
    const keys = Array.from({ length: 110 }, (_, i) => `many${i}`);
    const expected = {};
    for (const key of keys.slice(0, 100)) {
      expected[key] = `value of ${key}`;
      await client.set(key, expected[key]);
    }
    assert.deepEqual(await client.many(keys), expected);
  },
  async touches(client) {
    await client.set('touches', 'value');
    assert.equal(await client.touch('touches', 1000), true);
    assert.equal(await client.touch('touches-not', 1000), false);
    assert.equal(await client.get('touches'), 'value');
  },
  async appends(client) {
    await client.set('appends', 'b');
    assert.equal(await client.append('appends', 'c'), true);
    assert.equal(await client.prepend('appends', 'a'), true);
    assert.equal(await client.get('appends'), 'abc');
  },
  async expires(client) {
    assert.equal(await client.set('expires', 'value', Math.floor(Date.now() / 1000) - 10), true);
    assert.equal(await client.get('expires'), null);
  },
};

exports.run = async (client, without = []) => {
  for (const [name, check] of Object.entries(checks)) {
    if (without.includes(name)) {
      continue;
    }
    try {
      await check(client);
      console.log(`ok ${name}`);
    } catch (e) {
      console.log(`not ok ${name}: ${String(e.message).split('\n').join(' ')}`);
    }
  }
  client.close();
};
