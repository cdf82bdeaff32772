// What the desk can ask of a tournament, each a call of the generated client.
import type { Place } from '@felt/live';
import { box } from './box.ts';

export type Gone = { entry: number; by?: number[]; stack?: number };
export type Refund = { how: 'never_taken' | 'given_back'; method?: string };
export type Share = { entry: number; chips: number; amount: number };

export function commands(id: string) {
	const path = { id };
	const of = (entry: number) => ({ params: { path: { id, entry } } });
	const here = { params: { path } };
	const p = '/api/tournaments/{id}' as const;
	return {
		start: () => box.POST(`${p}/clock/start`, here),
		pause: () => box.POST(`${p}/clock/pause`, here),
		advance: () => box.POST(`${p}/level/advance`, here),
		back: () => box.POST(`${p}/level/back`, here),
		endBreak: () => box.POST(`${p}/break/end`, here),
		minutes: (minutes: number) => box.POST(`${p}/clock/minutes`, { ...here, body: { minutes } }),
		setClock: (item: number, left_ms: number) => box.POST(`${p}/clock/set`, { ...here, body: { item, left_ms } }),
		takeBreak: (minutes: number, replaces_next: boolean) =>
			box.POST(`${p}/break/take`, { ...here, body: { minutes, replaces_next } }),
		resume: (away_ms: number) => box.POST(`${p}/clock/resume`, { ...here, body: { away_ms } }),
		handForHand: (step: 'start' | 'hand' | 'end') =>
			step === 'start'
				? box.POST(`${p}/hand-for-hand/start`, here)
				: step === 'hand'
					? box.POST(`${p}/hand-for-hand/hand`, here)
					: box.POST(`${p}/hand-for-hand/end`, here),

		bust: (outs: Gone[]) => box.POST(`${p}/busts`, { ...here, body: { outs } }),
		remove: (entry: number, reason: 'disqualified' | 'no_show' | 'forfeited', stack: number) =>
			box.POST(`${p}/entries/{entry}/remove`, { ...of(entry), body: { reason, stack } }),
		penalise: (entry: number, kind: 'warning' | 'missed_hand' | 'missed_rounds', rounds: number) =>
			box.POST(`${p}/entries/{entry}/penalise`, { ...of(entry), body: { kind, rounds } }),
		count: (counts: { entry: number; chips: number }[]) => box.POST(`${p}/counts`, { ...here, body: { counts } }),

		openTable: (table: number) => box.POST(`${p}/tables`, { ...here, body: { table } }),
		closeTable: (table: number) => box.POST(`${p}/tables/{table}/close`, { params: { path: { id, table } } }),
		breakTable: (table: number) =>
			box.POST(`${p}/tables/{table}/break`, { params: { path: { id, table } }, body: {} }),
		button: (table: number, button: number) =>
			box.POST(`${p}/tables/{table}/button`, { params: { path: { id, table } }, body: { button } }),
		lockSeat: (at: Place, locked: boolean) =>
			box.POST(`${p}/tables/{table}/seats/{seat}/lock`, { params: { path: { id, ...at } }, body: { locked } }),
		redraw: (tables: number[]) => box.POST(`${p}/redraw`, { ...here, body: { tables } }),
		accept: (moves: { entry: number; from: Place; to: Place }[]) =>
			box.POST(`${p}/advice/accept`, { ...here, body: { moves } }),
		seat: (entry: number, place?: Place) =>
			box.POST(`${p}/entries/{entry}/seat`, { ...of(entry), body: place ? { place } : {} }),
		move: (entry: number, from: Place, to: Place) =>
			box.POST(`${p}/entries/{entry}/move`, { ...of(entry), body: { from, to, reason: 'by_hand' } }),
		fix: (entry: number, fixed: boolean) => box.POST(`${p}/entries/{entry}/fix`, { ...of(entry), body: { fixed } }),

		register: (
			who: { player: string } | { new_player: { name: string } },
			method: string,
			seat: { draw?: boolean; seat?: Place },
			override = false
		) => box.POST(`${p}/entries`, { ...here, body: { ...who, method, ...seat, override } }),
		rebuy: (entry: number, method: string, override = false) =>
			box.POST(`${p}/entries/{entry}/rebuy`, { ...of(entry), body: { method, override } }),
		addOn: (entry: number, method: string, override = false) =>
			box.POST(`${p}/entries/{entry}/add-on`, { ...of(entry), body: { method, override } }),
		void: (entry: number, refund: Refund) => box.POST(`${p}/entries/{entry}/void`, { ...of(entry), body: refund }),
		reverse: (row: number, refund: Refund) =>
			box.POST(`${p}/ledger/{row}/reverse`, { params: { path: { id, row } }, body: refund }),
		settle: (row: number, method: string) =>
			box.POST(`${p}/ledger/{row}/settle`, { params: { path: { id, row } }, body: { method } }),
		pay: (entry: number, amount: number, method: string) =>
			box.POST(`${p}/entries/{entry}/pay`, { ...of(entry), body: { amount, method } }),
		returnPrize: (row: number, refund: Refund) =>
			box.POST(`${p}/ledger/{row}/return`, { params: { path: { id, row } }, body: refund }),

		closeRegistration: () => box.POST(`${p}/registration/close`, here),
		reopenRegistration: () => box.POST(`${p}/registration/reopen`, here),
		finish: () => box.POST(`${p}/finish`, here),
		cancel: () => box.POST(`${p}/cancel`, here),
		revealDraw: () => box.POST(`${p}/draw/reveal`, here),

		offerDeal: (method: 'even' | 'chip' | 'icm' | 'by_hand', shares: Share[], reserve: number) =>
			box.POST(`${p}/deals`, { ...here, body: { method, shares, reserve } }),
		answerDeal: (deal: number, entry: number, yes: boolean) =>
			box.POST(`${p}/deals/{deal}/answer`, { params: { path: { id, deal } }, body: { entry, yes } }),
		makeDeal: (deal: number) => box.POST(`${p}/deals/{deal}/make`, { params: { path: { id, deal } } }),

		undo: (action: string, choices: { money?: { of: number; how: string; method: string }[]; seats?: SeatChoice[] } = {}) =>
			box.POST(`${p}/undo`, { ...here, body: { action, ...choices } }),
		undoLast: (action: string) => box.POST(`${p}/undo-last`, { ...here, body: { action } })
	};
}

export type SeatChoice = { entry: number; place: Place };
export type Commands = ReturnType<typeof commands>;
