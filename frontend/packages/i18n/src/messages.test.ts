import { expect, test } from 'vitest';
import { locales, type Locale } from './locale.ts';
import { load as operator } from './operator/index.ts';
import { load as player } from './player/index.ts';
import { load as tv } from './tv/index.ts';

/** Every key with what stands there, deep. */
function leaves(o: object, at = ''): Map<string, unknown> {
	const all = new Map<string, unknown>();
	for (const [k, v] of Object.entries(o)) {
		if (typeof v === 'object' && v !== null) for (const [kk, vv] of leaves(v, `${at}${k}.`)) all.set(kk, vv);
		else all.set(at + k, v);
	}
	return all;
}

const apps: [string, (l: Locale) => Promise<object>][] = [
	['operator', operator],
	['player', player],
	['tv', tv]
];

test.each(apps)('%s: every language has every message, and no empty one', async (_, load) => {
	const english = leaves(await load('en'));
	for (const l of locales) {
		const other = leaves(await load(l));
		expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
		for (const [key, v] of other) {
			expect(typeof v, key).toBe(typeof english.get(key));
			if (typeof v === 'string') expect(v.trim(), key).not.toBe('');
			if (typeof v === 'function') expect(v.length, key).toBe((english.get(key) as () => string).length);
		}
	}
});

test.each(apps)('%s: no message shouts, and none says that all went well', async (_, load) => {
	for (const l of locales) {
		for (const [key, v] of leaves(await load(l))) {
			if (typeof v === 'string') expect(v, key).not.toMatch(/!|[Ss]uccessfully|[Oo]ops/);
		}
	}
});
