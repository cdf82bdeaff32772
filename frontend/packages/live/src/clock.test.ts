import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nextBoundary, onBreak, reading, settle, type ClockState, type Reading, type Structure } from './clock.ts';

type Case = {
	name: string;
	structure: Structure;
	state: ClockState;
	now_ms: number;
	reading: Reading;
	next_boundary_ms: number | null;
};
type Passed = {
	name: string;
	structure: Structure;
	state: ClockState;
	from_ms: number;
	to_ms: number;
	boundaries: { at_ms: number; reading: Reading }[];
};
const vectors = JSON.parse(
	readFileSync(new URL('../../../../testdata/vectors/clock.json', import.meta.url), 'utf8')
) as { cases: Case[]; boundaries: Passed[] };

describe('the vectors that Go runs too', () => {
	test.each(vectors.cases)('$name', (c) => {
		expect(reading(c.structure, c.state, c.now_ms)).toEqual(c.reading);
		expect(nextBoundary(c.structure, c.state, c.now_ms)).toBe(c.next_boundary_ms);
	});
	test.each(vectors.boundaries)('boundaries: $name', (c) => {
		const passed = [];
		let s = c.state;
		for (;;) {
			const at = nextBoundary(c.structure, s, s.anchor_ms);
			if (at === null || at > c.to_ms) break;
			s = settle(c.structure, s, at);
			if (at > c.from_ms) passed.push({ at_ms: at, reading: reading(c.structure, s, at) });
		}
		expect(passed).toEqual(c.boundaries);
	});
});

test('a break is a break, scheduled or early', () => {
	const st = { items: [{ minutes: 20 }, { break: true, minutes: 10 }] };
	expect(onBreak(st, { item: 0, left_ms: 1 })).toBe(false);
	expect(onBreak(st, { item: 0, left_ms: 1, early: true })).toBe(true);
	expect(onBreak(st, { item: 1, left_ms: 1 })).toBe(true);
});
