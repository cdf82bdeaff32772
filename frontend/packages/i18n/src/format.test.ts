import { describe, expect, test } from 'vitest';
import { Format } from './format.ts';
import { pickLocale } from './locale.ts';

const plain = (s: string) => s.replace(/\u00a0/g, ' ');
const kr = (amount: number) => ({ amount, currency: 'DKK' });

describe('figures follow the house guide, section 12', () => {
	test('thousands', () => {
		expect(new Format('en').number(52850)).toBe('52,850');
		expect(new Format('da').number(52850)).toBe('52.850');
		expect(new Format('de').number(52850)).toBe('52.850');
	});
	test('the currency stands where the language puts it', () => {
		expect(plain(new Format('en').money(kr(5285000)))).toBe('kr 52,850');
		expect(plain(new Format('da').money(kr(5285000)))).toBe('52.850 kr.');
		expect(plain(new Format('de').money({ amount: 5285000, currency: 'EUR' }))).toBe('52.850 €');
	});
	test('minor units show only when there are any', () => {
		expect(new Format('en').amount(kr(12050))).toBe('120.50');
		expect(new Format('en').amount(kr(12000))).toBe('120');
		expect(new Format('en').amount({ amount: 120, currency: 'JPY' })).toBe('120');
	});
	test('a negative amount has a true minus', () => {
		expect(new Format('en').amount(kr(-30000))).toBe('\u2212300');
	});
	test('ordinals', () => {
		expect([1, 2, 3, 4, 11, 12, 21, 26, 103].map((n) => new Format('en').ordinal(n))).toEqual(
			['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '26th', '103rd']
		);
		expect(new Format('da').ordinal(26)).toBe('nr. 26');
		expect(new Format('de').ordinal(26)).toBe('26.');
	});
	test('blinds from 100,000 are in thousands', () => {
		expect(new Format('en').blind(20000)).toBe('20,000');
		expect(new Format('en').blind(100000)).toBe('100K');
	});
	test('a countdown shows a second until it is over', () => {
		const f = new Format('en');
		expect(f.countdown(767_000)).toBe('12:47');
		expect(f.countdown(1)).toBe('00:01');
		expect(f.countdown(0)).toBe('00:00');
		expect(f.countdown(3_725_000)).toBe('1:02:05');
	});
	test('times are the 24 hours of the venue', () => {
		const at = '2026-02-27T21:52:13Z';
		for (const l of ['en', 'da', 'de'] as const) expect(new Format(l, 'Europe/Copenhagen').time(at)).toBe('22:52');
	});
	test('in Danish the letters Æ, Ø and Å come last', () => {
		expect(new Format('da').sortBy(['Åse', 'Zoe', 'Øre', 'Anna', 'Ægir'], (x) => x)).toEqual(
			['Anna', 'Zoe', 'Ægir', 'Øre', 'Åse']
		);
	});
});

test('the first language that Felt speaks is taken', () => {
	expect(pickLocale(['sv-SE', 'da-DK', 'en'])).toBe('da');
	expect(pickLocale([null, 'fr'])).toBe('en');
});
