// The log in words: an action's events as one sentence and a line of detail.
import type { Format } from '@felt/i18n';
import type { Messages } from '@felt/i18n/operator';
import type { LogEntry, Sheet } from '@felt/live';

/** What a sentence needs to know of the night. */
export type Names = {
	t: Messages;
	f: Format;
	currency: string;
	structure: Sheet | undefined;
	name: (entry: number) => string;
	/** "26th", where the place of an entry that is out is known. */
	place: (entry: number) => string | undefined;
	of: (action: string) => LogEntry | undefined;
};

export type Said = { what: string; detail?: string };

type Data = Record<string, any>; // events come with their own fields, see internal/poker/tournament/event.go

export function sentence(row: LogEntry, n: Names): Said {
	if (row.undo_of) {
		const undone = n.of(row.undo_of);
		return { what: n.t.log.undone(undone ? sentence(undone, n).what : row.undo_of) };
	}
	const told = row.events.filter((e) => !quiet.has(e.name));
	const first = told.find((e) => weight(e.name) > 0) ?? told[0] ?? row.events[0];
	if (!first) return { what: n.t.log.unknown };
	const same = told.filter((e) => e.name === first.name);
	if (first.name === 'entry.busted.v1' && same.length > 1) {
		return { what: same.map((e) => out(e.data, n)).join(', '), detail: by(first.data, n) };
	}
	if (first.name === 'entry.moved.v1' && same.length > 1) {
		const one = say(first.name, first.data, n);
		return { ...one, what: n.t.log.and(one.what, n.f.number(same.length - 1)) };
	}
	const said = say(first.name, first.data, n);
	if (first.name === 'entry.bought.v1') {
		const seated = told.find((e) => e.name === 'entry.seated.v1');
		if (seated) said.detail = [place(seated.data, n), said.detail].filter(Boolean).join(', ');
	}
	return said;
}

/** Events that go along with others and are told only when alone. */
const quiet = new Set(['draw.committed.v1']);
const weight = (name: string) => (name === 'entry.seated.v1' ? 0 : 1);

const place = (d: Data, n: Names) => n.t.seatOf(d.table, d.seat);
const money = (amount: number, n: Names) => n.f.money({ amount, currency: n.currency });
const method = (m: string, n: Names) => n.t.methodNames[m] ?? m;

function price(d: Data): number {
	const off = (d.deductions ?? []).reduce((s: number, x: { amount: number }) => s + x.amount, 0);
	return d.pool + (d.fee ?? 0) + (d.bounty ?? 0) + off;
}

function out(d: Data, n: Names): string {
	const as = n.place(d.entry);
	return as ? n.t.log.outIn(n.name(d.entry), as) : n.t.log.out(n.name(d.entry));
}

function by(d: Data, n: Names): string {
	return n.t.log.by(d.table ? n.t.tableN(d.table) : '', (d.by ?? []).map(n.name).join(', '));
}

function item(d: Data, n: Names): string {
	if (d.clock?.inserted) return n.t.break;
	const it = n.structure?.items[d.clock?.item ?? 0];
	return it?.break ? n.t.break : n.t.level(it?.level ?? '');
}

function clockAt(d: Data, n: Names): string {
	const left = d.clock?.inserted?.left_ms ?? d.clock?.left_ms ?? 0;
	return n.t.log.at(item(d, n), n.f.countdown(left));
}

function say(name: string, d: Data, n: Names): Said {
	const l = n.t.log;
	const who = () => n.name(d.entry);
	const sale = () => l.paidBy(money(price(d), n), method(d.method, n));
	switch (name) {
		case 'tournament.created.v1':
			return { what: l.created };
		case 'tournament.structure_replaced.v1':
			return { what: l.structureReplaced };
		case 'tournament.payouts_replaced.v1':
			return { what: l.payoutsReplaced };
		case 'tournament.rules_replaced.v1':
			return { what: l.rulesReplaced };
		case 'tournament.finished.v1':
			return { what: l.finished };
		case 'tournament.cancelled.v1':
			return { what: l.cancelled };
		case 'registration.closed.v1':
			return { what: l.registrationClosed };
		case 'registration.reopened.v1':
			return { what: l.registrationReopened };
		case 'table.opened.v1':
			return { what: l.tableOpened(d.table) };
		case 'table.closed.v1':
			return { what: l.tableClosed(d.table) };
		case 'table.broken.v1':
			return { what: l.tableBroken(d.table, n.f.number(d.moves.length)), detail: d.draw && l.drawnAtRandom };
		case 'table.button_set.v1':
			return { what: l.buttonSet(d.table, d.button) };
		case 'seats.redrawn.v1':
			return { what: l.redrawn(n.f.number(d.moves.length)), detail: d.draw && l.drawnAtRandom };
		case 'seat.locked.v1':
			return { what: d.locked ? l.seatLocked(place(d, n)) : l.seatUnlocked(place(d, n)) };
		case 'entry.seated.v1':
			return { what: l.seated(who(), place(d, n)), detail: d.draw && l.drawnAtRandom };
		case 'entry.moved.v1':
			return { what: l.moved(who(), place(d.to, n)), detail: l.movedFrom(place(d.from, n), d.rule ?? '') };
		case 'entry.fixed.v1':
			return { what: d.fixed ? l.fixed(who()) : l.unfixed(who()) };
		case 'entry.bought.v1':
			return { what: d.kind === 're_entry' ? l.reEntered(who()) : l.bought(who()), detail: sale() };
		case 'entry.rebought.v1':
			return { what: l.rebought(who()), detail: sale() };
		case 'entry.added_on.v1':
			return { what: l.addedOn(who()), detail: sale() };
		case 'entry.voided.v1':
			return { what: l.voided(who()) };
		case 'sale.settled.v1':
			return { what: l.settled(d.of, method(d.method, n)) };
		case 'sale.reversed.v1':
			return { what: l.reversed(d.of) };
		case 'entry.busted.v1':
			return { what: out(d, n), detail: by(d, n) };
		case 'entry.removed.v1':
			return { what: l.removed(who()), detail: n.t.removeReasons[d.reason] };
		case 'entry.penalised.v1':
			return { what: l.penalised(who()), detail: d.hands > 0 ? l.missedHands(d.hands) : n.t.penalties[d.kind] };
		case 'chips.counted.v1': {
			const one = d.counts.length === 1 ? d.counts[0] : undefined;
			return { what: one ? l.countedOne(n.name(one.entry), n.f.number(one.chips)) : l.counted(n.f.number(d.counts.length)) };
		}
		case 'chips.coloured_up.v1':
			return { what: l.colouredUp(n.f.number(d.chip)) };
		case 'clock.started.v1':
			return { what: l.clockStarted, detail: clockAt(d, n) };
		case 'clock.paused.v1':
			return { what: l.clockPaused, detail: clockAt(d, n) };
		case 'clock.set.v1':
			return {
				what: d.reason === 'level_forward' ? l.levelForward(item(d, n)) : d.reason === 'level_back' ? l.levelBack(item(d, n)) : l.clockSet,
				detail: clockAt(d, n)
			};
		case 'clock.boundary_passed.v1':
			return { what: l.boundary(item(d, n)) };
		case 'clock.break_taken.v1':
			return { what: l.breakTaken(d.minutes) };
		case 'clock.break_ended.v1':
			return { what: l.breakEnded, detail: clockAt(d, n) };
		case 'clock.interrupted.v1':
			return { what: l.interrupted, detail: clockAt(d, n) };
		case 'hand_for_hand.started.v1':
			return { what: l.handForHandStarted };
		case 'hand_for_hand.played.v1':
			return { what: l.handPlayed(d.hand) };
		case 'hand_for_hand.ended.v1':
			return { what: l.handForHandEnded };
		case 'deal.offered.v1':
			return { what: l.dealOffered(n.t.dealMethods[d.method] ?? d.method) };
		case 'deal.answered.v1':
			return { what: d.yes ? l.dealYes(who()) : l.dealNo(who()) };
		case 'deal.made.v1':
			return { what: l.dealMade };
		case 'prize.paid.v1':
			return { what: l.prizePaid(money(d.amount, n), who()), detail: method(d.method, n) };
		case 'prize.returned.v1':
			return { what: l.prizeReturned(d.of) };
		case 'draw.committed.v1':
			return { what: l.drawCommitted };
		case 'draw.revealed.v1':
			return { what: l.drawRevealed };
		default:
			return { what: l.unknown };
	}
}
