import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveClient, type Connection, type Socket } from './client.ts';
import { wait } from './backoff.ts';
import type { Patch } from './wire.ts';

class Wire implements Socket {
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onclose: (() => void) | null = null;
	sent: Record<string, unknown>[] = [];
	closed = false;
	send(text: string) {
		this.sent.push(JSON.parse(text));
	}
	close() {
		this.closed = true;
	}
	box(frame: unknown) {
		this.onmessage?.({ data: JSON.stringify(frame) });
	}
	hellos() {
		return this.sent.filter((f) => f.type === 'hello');
	}
}

let wires: Wire[];
let docs: Record<string, Patch | undefined>;
let connection: Connection;
let client: LiveClient;
const last = () => wires[wires.length - 1]!;
const change = (version: number, patch: Patch, epoch = 'a') => ({
	type: 'change',
	changes: [{ topic: 't', epoch, version, patch }]
});
const snapshot = (version: number, snapshot: Patch, epoch = 'a') => ({
	type: 'change',
	changes: [{ topic: 't', epoch, version, snapshot }]
});

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] });
	wires = [];
	docs = {};
	client = new LiveClient({
		url: 'ws://box/live',
		open: () => {
			wires.push(new Wire());
			return last();
		},
		random: () => 0.5
	});
	client.onDoc = (t, d) => (docs[t] = d);
	client.onConnection = (c) => (connection = c);
	client.want(['t']);
	client.start();
	last().onopen?.();
});
afterEach(() => {
	client.stop();
	vi.useRealTimers();
});

describe('documents', () => {
	test('the first hello asks for everything', () => {
		expect(last().hellos()).toEqual([{ type: 'hello', topics: { t: null } }]);
	});
	test('a patch replaces top-level keys and null removes them', () => {
		last().box(snapshot(4, { a: 1, b: { x: 1 }, c: 3 }));
		last().box(change(5, { b: { y: 2 }, c: null }));
		expect(docs.t).toEqual({ a: 1, b: { y: 2 } });
	});
	test('a key that did not change is the same object, so nothing that reads it runs again', () => {
		last().box(snapshot(1, { players: [1], clock: {} }));
		const players = docs.t!.players;
		last().box(change(2, { clock: { level: 2 } }));
		expect(docs.t!.players).toBe(players);
	});
	test('a change already known is ignored', () => {
		last().box(snapshot(5, { a: 1 }));
		last().box(change(5, { a: 9 }));
		expect(docs.t).toEqual({ a: 1 });
	});
	test('a gap asks for a snapshot and keeps what is on screen meanwhile', () => {
		last().box(snapshot(5, { a: 1 }));
		last().box(change(7, { a: 9 }));
		expect(docs.t).toEqual({ a: 1 });
		expect(last().sent.at(-1)).toEqual({ type: 'subscribe', topics: { t: { epoch: 'a', version: 5 } } });
		last().box(change(8, { a: 10 }));
		expect(last().sent.filter((f) => f.type === 'subscribe')).toHaveLength(1);
		last().box(snapshot(7, { a: 9 }));
		last().box(change(8, { b: 1 }));
		expect(docs.t).toEqual({ a: 9, b: 1 });
	});
	test('a patch of another epoch is never merged', () => {
		let restarts = 0;
		client.onRestart = () => restarts++;
		last().box(snapshot(5, { a: 1 }));
		last().box(change(6, { a: 2 }, 'b'));
		expect(docs.t).toEqual({ a: 1 });
		last().box(snapshot(6, { a: 2 }, 'b'));
		expect(docs.t).toEqual({ a: 2 });
		expect(restarts).toBe(1);
	});
	test('a topic the box refuses has no document', () => {
		const refused: string[] = [];
		client.onRefused = (t, code) => refused.push(`${t} ${code}`);
		last().box(snapshot(5, { a: 1 }));
		last().box({ type: 'refused', topic: 't', code: 'topic.closed', detail: 'This page has ended.' });
		expect(docs.t).toBeUndefined();
		expect(refused).toEqual(['t topic.closed']);
	});
	test('nothing but the one hello is sent before a socket is open', () => {
		last().onclose?.();
		vi.advanceTimersByTime(300);
		client.want(['t', 'u']);
		expect(last().sent).toEqual([]);
		last().onopen?.();
		expect(last().sent[0]).toEqual({ type: 'hello', topics: { t: null, u: null } });
	});
	test('a topic no longer wanted is forgotten', () => {
		last().box(snapshot(5, { a: 1 }));
		client.want(['u']);
		expect(docs.t).toBeUndefined();
		expect(last().sent.slice(-2)).toEqual([
			{ type: 'unsubscribe', topics: ['t'] },
			{ type: 'subscribe', topics: { u: null } }
		]);
	});
});

describe('the connection', () => {
	test('after a loss the hello says how far the client is', () => {
		last().box(snapshot(5, { a: 1 }));
		last().onclose?.();
		vi.advanceTimersByTime(300);
		expect(wires).toHaveLength(2);
		last().onopen?.();
		expect(last().hellos()).toEqual([{ type: 'hello', topics: { t: { epoch: 'a', version: 5 } } }]);
	});
	test('a box that does not answer is called stale, then offline, with the age of its word', () => {
		last().box(snapshot(5, { a: 1 }));
		expect(connection.kind).toBe('live');
		last().onclose?.();
		expect(connection.kind).toBe('stale');
		vi.advanceTimersByTime(40_000);
		expect(connection).toEqual({ kind: 'stale', age: 40_000 });
		vi.advanceTimersByTime(25_000);
		expect(connection).toEqual({ kind: 'offline', age: 65_000 });
	});
	test('an open socket on which nothing is heard is dropped, not believed', () => {
		last().box(snapshot(5, { a: 1 }));
		vi.advanceTimersByTime(14_000);
		expect(wires[0]!.closed).toBe(true);
		expect(connection.kind).toBe('stale');
	});
	test('pings go out and their answers keep it live', () => {
		for (let i = 0; i < 30; i++) {
			vi.advanceTimersByTime(1_000);
			const ping = last().sent.at(-1)!;
			if (ping.type === 'ping') last().box({ type: 'pong', at: ping.at, now: (ping.at as number) + 500 });
		}
		expect(wires).toHaveLength(1);
		expect(connection.kind).toBe('live');
		expect(client.boxNow() - performance.now()).toBe(500);
	});
	test('box time goes its own way beside the time of day', () => {
		const ping = last().sent.at(-1)!;
		last().box({ type: 'pong', at: ping.at, now: 5_000, wall: 3_605_000 });
		expect(client.wall(client.boxNow())).toBe(3_605_000);
		vi.advanceTimersByTime(2_000);
		expect(client.timeOfDay()).toBe(3_607_000);
	});
	test('a frame that is not ours starts over', () => {
		last().onmessage?.({ data: 'nonsense' });
		expect(wires[0]!.closed).toBe(true);
	});
	test('after stop nothing is tried again', () => {
		client.stop();
		vi.advanceTimersByTime(60_000);
		expect(wires).toHaveLength(1);
	});
});

test('the quickest answer decides the offset', () => {
	client.offset.clear();
	client.offset.add(0, 100, 1_000); // 950, wrong by up to 50
	client.offset.add(200, 202, 1_106); // 905
	client.offset.add(300, 360, 1_300);
	expect(client.offset.value).toBe(905);
});

test('the wait grows to its limit and is spread over half of itself', () => {
	expect(wait(0, 0)).toBe(125);
	expect(wait(0, 1)).toBe(250);
	expect(wait(3, 1)).toBe(2_000);
	expect(wait(50, 0)).toBe(4_000);
	expect(wait(50, 1)).toBe(8_000);
});
