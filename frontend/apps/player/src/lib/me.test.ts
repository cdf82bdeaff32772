import { expect, test } from 'vitest';
import { rowOf } from './me.ts';

const row = (entry: number, name: string) => ({ entry, name, status: 'in' as const });

test('a phone finds its own row again, also after a re-entry', () => {
	const seats = [row(1, 'Ida'), row(2, 'Bo'), row(9, 'Anja')];
	expect(rowOf({ entry: 2, name: 'Bo' }, seats)?.entry).toBe(2);
	expect(rowOf({ entry: 3, name: 'Anja' }, seats)?.entry).toBe(9);
	expect(rowOf({ entry: 4, name: 'Nobody' }, seats)).toBeUndefined();
	expect(rowOf(undefined, seats)).toBeUndefined();
});

test('an entry number that now belongs to somebody else is not mine', () => {
	expect(rowOf({ entry: 1, name: 'Bo' }, [row(1, 'Ida')])).toBeUndefined();
});
