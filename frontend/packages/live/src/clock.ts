// The tournament clock is arithmetic, not a ticker: the same sum as internal/poker/clock,
// held to it by testdata/vectors/clock.json. Times are milliseconds of one clock.

/** One line of the structure; only what the clock needs. Breaks have no level. */
export type Item = { break?: boolean; minutes: number; end_of_day?: boolean };
export type Structure = { items: readonly Item[] };

/** A break that the structure does not have. */
export type Inserted = { left_ms: number; minutes: number; replaces?: number };

/** The clock as a fact: a reading and the moment it was true. */
export type ClockState = {
	item: number;
	left_ms: number;
	running: boolean;
	anchor_ms: number;
	inserted?: Inserted | null;
	skip_item?: number;
	started?: boolean;
	ended?: boolean;
};

/** What the clock shows. `early`: an unscheduled break is on, `item` waits behind it. */
export type Reading = { item: number; left_ms: number; early?: boolean };

/** What the clock shows at `now`, however many boundaries have gone by since its anchor. */
export function reading(st: Structure, s: ClockState, now: number): Reading {
	return anchored(settle(st, s, now));
}

/** The same clock anchored at `now`, with every boundary passed. */
export function settle(st: Structure, s: ClockState, now: number): ClockState {
	s = { ...s, item: Math.max(0, Math.min(s.item, st.items.length - 1)) };
	if (now < s.anchor_ms) return s;
	if (!s.running || s.ended || st.items.length === 0) return { ...s, anchor_ms: now };
	for (;;) {
		const left = anchored(s).left_ms;
		const next = behind(st, s);
		if (!next || left > now - s.anchor_ms) return run(s, now);
		s = { ...next, anchor_ms: s.anchor_ms + left };
	}
}

/** When the clock next goes on by itself; null when it stands or waits at 0:00. */
export function nextBoundary(st: Structure, s: ClockState, now: number): number | null {
	s = settle(st, s, now);
	if (!s.running || s.ended || !behind(st, s)) return null;
	return s.anchor_ms + anchored(s).left_ms;
}

export function onBreak(st: Structure, r: Reading): boolean {
	return r.early === true || st.items[r.item]?.break === true;
}

function anchored(s: ClockState): Reading {
	return s.inserted
		? { item: s.item, left_ms: s.inserted.left_ms, early: true }
		: { item: s.item, left_ms: s.left_ms };
}

function run(s: ClockState, now: number): ClockState {
	const gone = now - s.anchor_ms;
	const rest = (left: number) => Math.max(0, left - gone);
	return s.inserted
		? { ...s, inserted: { ...s.inserted, left_ms: rest(s.inserted.left_ms) }, anchor_ms: now }
		: { ...s, left_ms: rest(s.left_ms), anchor_ms: now };
}

/** The clock behind the next boundary, or null where it waits. */
function behind(st: Structure, s: ClockState): ClockState | null {
	if (s.inserted) {
		const skip = s.inserted.replaces ? s.inserted.replaces : s.skip_item;
		return { ...s, inserted: null, skip_item: skip };
	}
	if (st.items[s.item]?.end_of_day) return null;
	let item = s.item + 1;
	if (item === s.skip_item && st.items[item]?.break) item++;
	const next = st.items[item];
	return next ? { ...s, item, left_ms: next.minutes * 60_000, inserted: null } : null;
}
