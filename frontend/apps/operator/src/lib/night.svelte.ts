// One tournament as the pages of the desk see it: its live documents, and what follows
// from them. Made once by the tournament's layout and shared with every page below it.
import { getContext, setContext } from 'svelte';
import {
	face,
	levelAt,
	nextLevel,
	rows,
	toNextBreak,
	topic,
	type Desk,
	type DueLine,
	type Entry,
	type EntryRow,
	type LedgerLine,
	type Live,
	type LogEntry,
	type Place,
	type TableRow
} from '@felt/live';
import type { Money } from '@felt/i18n';

export class Night {
	readonly id: string;
	readonly live: Live;
	#desk;
	#entries;
	#tables;
	#log;
	#face;

	constructor(live: Live, id: string) {
		this.id = id;
		this.live = live;
		this.#desk = live.use<Desk>(() => topic(id, 'desk'));
		this.#entries = live.use<Record<string, EntryRow>>(() => topic(id, 'entries'));
		this.#tables = live.use<Record<string, TableRow>>(() => topic(id, 'tables'));
		this.#log = live.use<Record<string, LogEntry>>(() => topic(id, 'log'));
		this.#face = face(
			() => this.desk && { structure: this.desk.structure, clock: this.desk.clock.state },
			() => live.told()
		);
	}

	get desk(): Desk | undefined {
		return this.#desk.doc;
	}
	get gone(): boolean {
		return this.#desk.refused !== undefined;
	}
	get ready(): boolean {
		return this.#desk.doc !== undefined && this.#entries.doc !== undefined && this.#tables.doc !== undefined;
	}
	get reading() {
		return this.#face.reading;
	}

	/** Every entry that was not voided, by number. */
	entries: EntryRow[] = $derived.by(() => rows(this.#entries.doc));
	/** Tables in play, by number. */
	tables: TableRow[] = $derived.by(() => rows(this.#tables.doc).sort((a, b) => a.table - b.table));
	/** Actions, newest first. */
	log: LogEntry[] = $derived.by(() => rows(this.#log.doc).sort((a, b) => b.at - a.at || (b.action > a.action ? 1 : -1)));

	in: EntryRow[] = $derived(this.entries.filter((e) => e.status === 'in'));
	out: EntryRow[] = $derived(
		this.entries
			.filter((e) => e.latest && e.status !== 'in')
			.sort((a, b) => (b.out_order ?? 0) - (a.out_order ?? 0))
	);

	level = $derived.by(() => (this.desk && this.reading ? levelAt(this.desk.structure, this.reading) : undefined));
	next = $derived.by(() => (this.desk && this.reading ? nextLevel(this.desk.structure, this.reading) : undefined));
	/** The big blind that stacks are measured in: that of the level, in a break of the next one. */
	bigBlind = $derived(this.level?.big || this.next?.item.big || 0);
	toBreak = $derived.by(() => (this.desk && this.reading ? toNextBreak(this.desk.structure, this.reading) : undefined));

	entry(no: Entry): EntryRow | undefined {
		return this.#entries.doc?.[no];
	}
	name(no: Entry): string {
		return this.entry(no)?.name ?? `#${no}`;
	}
	table(n: number): TableRow | undefined {
		return this.#tables.doc?.[n];
	}
	at(p: Place): EntryRow | undefined {
		const no = this.table(p.table)?.seats[p.seat - 1];
		return no ? this.entry(no) : undefined;
	}
	/** The newest entry of a player here. */
	ofPlayer(player: string): EntryRow | undefined {
		return this.entries.find((e) => e.player === player && e.latest);
	}
	/** A stack in big blinds, where it is known. */
	bb(e: EntryRow): number | undefined {
		return e.count === undefined || !this.bigBlind ? undefined : e.count / this.bigBlind;
	}
	cash(amount: number): Money {
		return { amount, currency: this.desk?.meta.currency ?? 'XXX' };
	}
}

/** The ledger, only followed while a page shows it; newest first. */
export function ledgerOf(night: Night): { readonly lines: LedgerLine[] } {
	const doc = night.live.use<Record<string, LedgerLine>>(() => topic(night.id, 'ledger'));
	return {
		get lines() {
			return rows(doc.doc).sort((a, b) => b.no - a.no);
		}
	};
}

/** The pay-out list, best place first. */
export function duesOf(night: Night): { readonly lines: DueLine[] } {
	const doc = night.live.use<Record<string, DueLine>>(() => topic(night.id, 'dues'));
	return {
		get lines() {
			return rows(doc.doc).sort((a, b) => a.place - b.place || a.entry - b.entry);
		}
	};
}

const key = Symbol('night');
export const provideNight = (n: Night) => setContext(key, n);
export const useNight = () => getContext<Night>(key);
