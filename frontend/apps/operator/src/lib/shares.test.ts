import { expect, test } from 'vitest';
import { reshare, sharesOf, spread } from './shares.ts';

const tenths = (l: number[]) => Math.round(l.reduce((a, b) => a + b, 0) * 10);

test('shares always make 100.0 %, whatever the number of places', () => {
	const evening = [26.9, 19.1, 13.6, 10.1, 8.1, 6.4, 5.1, 4, 3.5, 3.2];
	for (let n = 1; n <= 40; n++) {
		const list = reshare(evening, n);
		expect(list).toHaveLength(n);
		expect(tenths(list)).toBe(1000);
		expect(list.every((s, i) => s > 0 && (i === 0 || s <= list[i - 1]!))).toBe(true);
	}
	expect(reshare(evening, 10)).toEqual(evening);
});

test('amounts become shares that make 100.0 %', () => {
	expect(sharesOf([50, 30, 20])).toEqual([50, 30, 20]);
	expect(sharesOf([1, 1, 1])).toEqual([33.4, 33.3, 33.3]);
	expect(sharesOf([0, 0])).toEqual([50, 50]);
	expect(sharesOf([])).toEqual([]);
});

test('a row for several places is one share each', () => {
	expect(spread([{ place: 1, to: 1, share: 50 }, { place: 2, to: 3, share: 25 }])).toEqual([50, 25, 25]);
});
