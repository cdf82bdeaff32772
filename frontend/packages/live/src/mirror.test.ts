import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Mirror } from './mirror.ts';
import type { FromBox } from './wire.ts';

type Case = {
	name: string;
	frames: FromBox[];
	gaps: Record<string, string[]>;
	topics: Record<string, unknown>;
	hello: { topics: Record<string, unknown> };
};
const { cases } = JSON.parse(
	readFileSync(new URL('../../../../testdata/vectors/live.json', import.meta.url), 'utf8')
) as { cases: Case[] };

test.each(cases)('the vector that Go runs too: $name', (c) => {
	const m = new Mirror();
	const gaps: Record<string, string[]> = {};
	c.frames.forEach((f, i) => {
		const found = m.take(f).gaps;
		if (found.length > 0) gaps[i] = found;
	});
	expect(gaps).toEqual(c.gaps);
	const held: Record<string, unknown> = {};
	const marks: Record<string, unknown> = {};
	for (const [name, t] of m.topics) {
		held[name] = 'mark' in t ? { ...t.mark, doc: t.doc } : { refused: t.refused };
		if ('mark' in t) marks[name] = t.mark;
	}
	expect(held).toEqual(c.topics);
	expect(marks).toEqual(c.hello.topics);
});
