import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, tried } from './client.ts';
import { newKey } from './key.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A box that answers as told, one answer for each request; null is no answer. */
function box(...answers: (Response | null)[]) {
	const asked: Request[] = [];
	const client = connect({
		baseUrl: 'http://box',
		fetch: (async (r: Request) => {
			asked.push(r);
			const a = answers.shift();
			if (!a) throw new TypeError('no line');
			return a;
		}) as typeof fetch
	});
	// The paths of the generated types do not matter here, only what is sent.
	return { asked, client: client as unknown as Record<'GET' | 'POST', (p: string, o?: object) => Promise<never>> };
}
const json = (status: number, body: unknown, headers = {}) =>
	new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

test('a command carries a key, a question does not', async () => {
	const b = box(json(200, {}), json(200, {}));
	await b.client.POST('/x', { body: {} });
	await b.client.GET('/x');
	expect(b.asked[0]!.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
	expect(b.asked[1]!.headers.has('Idempotency-Key')).toBe(false);
});

test('a command without an answer goes out again with the same key and body', async () => {
	const b = box(null, null, json(200, { done: true }));
	const call = tried(b.client.POST('/x', { body: { a: 1 } }));
	await vi.advanceTimersByTimeAsync(2_000);
	expect(await call).toEqual({ ok: true, data: { done: true }, version: undefined });
	expect(new Set(b.asked.map((r) => r.headers.get('Idempotency-Key'))).size).toBe(1);
	expect(await Promise.all(b.asked.map((r) => r.text()))).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
});

test('a box that stays silent is a problem, not an exception', async () => {
	const b = box();
	const call = tried(b.client.POST('/x'));
	await vi.advanceTimersByTimeAsync(10_000);
	expect(await call).toMatchObject({ ok: false, problem: { code: 'box_unreachable', status: 0 } });
});

test('a refusal comes with its code, sentence and rule', async () => {
	const b = box(json(409, { code: 'seat_taken', detail: 'Seat 3 is taken.', rule: 'TDA 11A' }));
	expect(await tried(b.client.POST('/x'))).toMatchObject({
		ok: false,
		problem: { status: 409, code: 'seat_taken', detail: 'Seat 3 is taken.', rule: 'TDA 11A' }
	});
});

test('the version of a document is read from its ETag', async () => {
	const b = box(json(200, {}, { ETag: '"17"' }));
	expect(await tried(b.client.GET('/x'))).toMatchObject({ ok: true, version: 17 });
});

test('keys need no secure context', () => {
	vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
	expect(newKey()).not.toBe(newKey());
	vi.unstubAllGlobals();
});
