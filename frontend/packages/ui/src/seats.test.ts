import { expect, test } from 'vitest';
import { places } from './seats.ts';

test('every table of 2 to 11 has a place for each seat, and no two share one', () => {
	for (let n = 2; n <= 11; n++) {
		const at = places(n);
		expect(at).toHaveLength(n);
		expect(new Set(at.map((p) => `${p.left} ${p.top}`)).size).toBe(n);
	}
});

test('seats go clockwise from the right of the middle, where the dealer sits at the top', () => {
	for (let n = 2; n <= 11; n++) {
		const angle = places(n).map((p) => (Math.atan2(p.left - 50, 50 - p.top) + 2 * Math.PI) % (2 * Math.PI));
		expect([...angle].sort((a, b) => a - b)).toEqual(angle);
	}
});

test('nine seats stand as on the drawing of the house', () => {
	expect(places(9)).toEqual([
		{ left: 72, top: 10.5 },
		{ left: 85.5, top: 35 },
		{ left: 85.5, top: 65 },
		{ left: 76, top: 89.5 },
		{ left: 50, top: 89.5 },
		{ left: 24, top: 89.5 },
		{ left: 14.5, top: 65 },
		{ left: 14.5, top: 35 },
		{ left: 28, top: 10.5 }
	]);
});
