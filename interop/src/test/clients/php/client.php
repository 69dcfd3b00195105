<?php
// PHP's memcached extension, on libmemcached; text, or binary when the second argument says so, then with SASL if a user
// and a password follow.
// One line a promise: "ok NAME" or "not ok NAME: WHY".

$client = new Memcached();
$client->setOption(Memcached::OPT_BINARY_PROTOCOL, ($argv[2] ?? '') === 'binary');
if (isset($argv[4])) {
    $client->setSaslAuthData($argv[3], $argv[4]);
}
$client->addServer('127.0.0.1', (int) $argv[1]);

function expect(mixed $actual, mixed $expected): void
{
    if ($actual !== $expected) {
        $show = fn ($value) => substr(var_export($value, true), 0, 60);
        throw new Exception('expected ' . $show($expected) . ', got ' . $show($actual));
    }
}

$promises = [
    'stores' => function () use ($client) {
        expect($client->set('stores', 'value'), true);
        expect($client->get('stores'), 'value');
        expect($client->set('stores', 'other'), true);
        expect($client->get('stores'), 'other');
    },
    'misses' => function () use ($client) {
        expect($client->get('misses'), false);
        expect($client->getResultCode(), Memcached::RES_NOTFOUND);
    },
    'deletes' => function () use ($client) {
        $client->set('deletes', 'value');
        expect($client->delete('deletes'), true);
        expect($client->delete('deletes'), false);
        expect($client->get('deletes'), false);
    },
    'adds' => function () use ($client) {
        expect($client->replace('adds', 'value'), false);
        expect($client->add('adds', 'value'), true);
        expect($client->add('adds', 'other'), false);
        expect($client->replace('adds', 'third'), true);
        expect($client->get('adds'), 'third');
    },
    'counts' => function () use ($client) {
        $client->set('counts', 5);
        expect($client->increment('counts', 10), 15);
        expect($client->decrement('counts', 3), 12);
        expect($client->decrement('counts', 100), 0);
        expect($client->increment('counts-not', 1), false);
    },
    'compares' => function () use ($client) {
        $client->set('compares', 'value');
        $seen = $client->get('compares', null, Memcached::GET_EXTENDED);
        expect($client->cas($seen['cas'], 'compares', 'second'), true);
        expect($client->cas($seen['cas'], 'compares', 'third'), false);
        expect($client->getResultCode(), Memcached::RES_DATA_EXISTS);
        expect($client->get('compares'), 'second');
    },
    'large' => function () use ($client) {
        $client->setOption(Memcached::OPT_COMPRESSION, false);
        $large = str_repeat('0123456789', 50_000);
        expect($client->set('large', $large), true);
        expect($client->get('large'), $large);
    },
    'unicode' => function () use ($client) {
        expect($client->set('unicode', 'Grüße, 世界 🌍'), true);
        expect($client->get('unicode'), 'Grüße, 世界 🌍');
    },
    'many' => function () use ($client) {
        $entries = [];
        for ($i = 0; $i < 100; $i++) {
            $entries["many$i"] = "value$i";
        }
        expect($client->setMulti($entries), true);
        $asked = array_map(fn ($i) => "many$i", range(0, 109));
        $found = $client->getMulti($asked, Memcached::GET_PRESERVE_ORDER);
        expect(array_filter($found, fn ($value) => $value !== null), $entries);
    },
    'touches' => function () use ($client) {
        $client->set('touches', 'value');
        expect($client->touch('touches', 1000), true);
        expect($client->touch('touches-not', 1000), false);
        expect($client->get('touches'), 'value');
    },
    'appends' => function () use ($client) {
        $client->setOption(Memcached::OPT_COMPRESSION, false);
        $client->set('appends', 'b');
        expect($client->append('appends', 'c'), true);
        expect($client->prepend('appends', 'a'), true);
        expect($client->get('appends'), 'abc');
    },
    'expires' => function () use ($client) {
        expect($client->set('expires', 'value', time() - 10), true);
        expect($client->get('expires'), false);
    },
];

foreach ($promises as $name => $promise) {
    try {
        $promise();
        echo "ok $name\n";
    } catch (Throwable $e) {
        echo "not ok $name: {$e->getMessage()}\n";
    }
}
