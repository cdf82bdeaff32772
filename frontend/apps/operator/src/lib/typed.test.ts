import { expect, test } from 'vitest';
import { minor, whole } from './typed.ts';

test('chips are read as people write them', () => {
	for (const s of ['25000', '25,000', '25.000', '25 000', '25k', ' 25K ']) expect(whole(s)).toBe(25_000);
	for (const s of ['', 'x', '2,5', '25,00', '-5', '1.000,0']) expect(whole(s)).toBeUndefined();
});

test('money is read in minor units, with marks and decimals of any language', () => {
	for (const s of ['1500', '1,500', '1.500', '1 500']) expect(minor(s, 2)).toBe(150_000);
	for (const s of ['12.50', '12,50', '12,5']) expect(minor(s, 2)).toBe(1_250);
	expect(minor('1.500,25', 2)).toBe(150_025);
	expect(minor('120', 0)).toBe(120);
	// Three digits behind a mark are thousands, in every language.
	expect(minor('12.505', 2)).toBe(1_250_500);
	for (const s of ['', 'kr', '1,2,3']) expect(minor(s, 2)).toBeUndefined();
});
