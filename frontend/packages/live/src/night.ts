// What a screen says about the night, counted from the structure and a reading.
import { onBreak, type Reading } from './clock.ts';
import type { Level, Sheet } from './views.ts';

/** The level that is played, or that goes on after the break that is on. */
export function levelAt(st: Sheet, r: Reading): Level | undefined {
	const it = st.items[r.item];
	return it?.break ? undefined : it;
}

/** The next level, and whether a break comes before it. */
export function nextLevel(st: Sheet, r: Reading): { item: Level; afterBreak: boolean } | undefined {
	if (r.early) {
		const it = levelAt(st, r);
		return it && { item: it, afterBreak: true };
	}
	let afterBreak = onBreak(st, r);
	for (let i = r.item + 1; i < st.items.length; i++) {
		const it = st.items[i]!;
		if (it.break) afterBreak = true;
		else return { item: it, afterBreak };
	}
	return undefined;
}

/** Milliseconds until the next break begins, if the clock runs on; undefined where none is
 * left, or while an early one is on: nobody knows yet how long its level waits. */
export function toNextBreak(st: Sheet, r: Reading): number | undefined {
	if (r.early) return undefined;
	let ms = r.left_ms;
	for (let i = r.item + 1; i < st.items.length; i++) {
		const it = st.items[i]!;
		if (it.break) return ms;
		ms += it.minutes * 60_000;
	}
	return undefined;
}

/** When each item begins, in milliseconds from now; only for items after the present one. */
export function starts(st: Sheet, r: Reading): Map<number, number> {
	const at = new Map<number, number>();
	if (r.early) return at;
	let ms = r.left_ms;
	for (let i = r.item + 1; i < st.items.length; i++) {
		at.set(i, ms);
		ms += st.items[i]!.minutes * 60_000;
	}
	return at;
}

/** Milliseconds from now to the end of the last item. */
export function toEnd(st: Sheet, r: Reading): number {
	let ms = r.left_ms;
	for (let i = r.item + 1; i < st.items.length; i++) ms += st.items[i]!.minutes * 60_000;
	return ms;
}
