#!/usr/bin/perl
# Cache::Memcached, the first client of all, and Cache::Memcached::Fast: client.pl PORT CLASS. The text protocol.
# One line a promise: "ok NAME" or "not ok NAME: WHY".

use strict;
use warnings;
use utf8;

my ( $port, $class ) = @ARGV;
eval "require $class" or die $@;
my $client = $class->new( { servers => ["127.0.0.1:$port"], utf8 => 1 } );
$| = 1;

sub expect {
    my ( $actual, $expected ) = @_;
    my ( $a, $e ) = map { defined $_ ? "'" . substr( $_, 0, 60 ) . "'" : 'undef' } ( $actual, $expected );
    die "expected $e, got $a\n" if ( defined $actual ) != ( defined $expected ) || defined $actual && $actual ne $expected;
}

sub promise {
    my ( $name, $check ) = @_;
    eval { $check->(); 1 } ? print "ok $name\n" : print "not ok $name: $@";
}

promise stores => sub {
    expect( !!$client->set( 'stores', 'value' ), 1 );
    expect( $client->get('stores'), 'value' );
    expect( !!$client->set( 'stores', 'other' ), 1 );
    expect( $client->get('stores'), 'other' );
};
promise misses => sub { expect( $client->get('misses'), undef ) };
promise deletes => sub {
    $client->set( 'deletes', 'value' );
    expect( !!$client->delete('deletes'), 1 );
    expect( !!$client->delete('deletes'), '' );
    expect( $client->get('deletes'), undef );
};
promise adds => sub {
    expect( !!$client->replace( 'adds', 'value' ), '' );
    expect( !!$client->add( 'adds', 'value' ), 1 );
    expect( !!$client->add( 'adds', 'other' ), '' );
    expect( !!$client->replace( 'adds', 'third' ), 1 );
    expect( $client->get('adds'), 'third' );
};
promise counts => sub {
    $client->set( 'counts', 5 );
    expect( $client->incr( 'counts', 10 ), 15 );
    expect( $client->decr( 'counts', 3 ), 12 );
    expect( 0 + $client->decr( 'counts', 100 ), 0 );
};
promise large => sub {
    my $large = '0123456789' x 50_000;
    expect( !!$client->set( 'large', $large ), 1 );
    expect( $client->get('large'), $large );
};
promise many => sub {
    my %entries = map { ( "many$_" => "value$_" ) } 0 .. 99;
    $client->set( $_, $entries{$_} ) for keys %entries;
    my $found = $client->get_multi( map { "many$_" } 0 .. 109 );
    expect( join( ',', map { "$_=$found->{$_}" } sort keys %$found ), join( ',', map { "$_=$entries{$_}" } sort keys %entries ) );
};
promise unicode => sub {
    my $text = "Grüße, 世界 \x{1F30D}";
    utf8::encode($text) unless $client->can('gets');    # only the younger one knows text from bytes
    expect( !!$client->set( 'unicode', $text ), 1 );
    expect( $client->get('unicode'), $text );
};
promise appends => sub {
    $client->set( 'appends', 'b' );
    expect( !!$client->append( 'appends', 'c' ), 1 );
    expect( !!$client->prepend( 'appends', 'a' ), 1 );
    expect( $client->get('appends'), 'abc' );
};
promise expires => sub {
    expect( !!$client->set( 'expires', 'value', time - 10 ), 1 );
    expect( $client->get('expires'), undef );
};
exit unless $client->can('gets');
promise compares => sub {
    $client->set( 'compares', 'value' );
    my $seen = $client->gets('compares');
    expect( $seen->[1], 'value' );
    expect( !!$client->cas( 'compares', $seen->[0], 'second' ), 1 );
    expect( !!$client->cas( 'compares', $seen->[0], 'third' ), '' );
    expect( $client->get('compares'), 'second' );
};
promise touches => sub {
    $client->set( 'touches', 'value' );
    expect( !!$client->touch( 'touches', 1000 ), 1 );
    expect( !!$client->touch( 'touches-not', 1000 ), '' );
    expect( $client->get('touches'), 'value' );
};
