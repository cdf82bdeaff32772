// The documents of the live topics, as internal/leaf/view and internal/leaf/floor build
// them. Amounts are minor units of the tournament's currency, times Unix milliseconds.
import type { ClockState, Item } from './clock.ts';

export type Entry = number;
export type Status = 'in' | 'out' | 'removed' | 'void';

/** Topics of one tournament. `room` and `seats` are for everybody, the rest for staff. */
export const topic = (tournament: string, kind: 'desk' | 'room' | 'entries' | 'seats' | 'tables' | 'log' | 'ledger' | 'dues') =>
	`t/${tournament}/${kind}`;

export type Level = Item & {
	level?: number;
	small?: number;
	big?: number;
	ante?: number;
	ante_kind?: 'none' | 'per_player' | 'big_blind' | 'button' | '';
	small_bet?: number;
	big_bet?: number;
	bring_in?: number;
	game?: string;
	colour_up?: number[];
	new_chips?: number[];
	closes_registration?: boolean;
	add_on?: boolean;
};
export type Sheet = { items: Level[] };

export type ClockView = { state: ClockState; now_ms: number };

export type Totals = {
	players: number;
	people: number;
	entries: number;
	re_entries: number;
	rebuys: number;
	add_ons: number;
	chips: number;
	average: number;
	counted: number;
	all_counted: boolean;
	pool: number;
	first: number;
	places_paid: number;
	to_the_money: number;
	next_prize: number;
	prizes_left: number;
	payout_issue?: string;
};

export type Prize = { place: number; to: number; amount: number; in_kind?: number };

type MetaBase = {
	id: string;
	name: string;
	status: 'announced' | 'running' | 'finished' | 'cancelled';
	version: number;
	currency: string;
	minor_digits: number;
	registration_open: boolean;
	interrupted?: { kept_at: number };
	hand_for_hand?: number;
	draw_commitment?: string;
};
export type RoomMeta = MetaBase & { winner?: string; buy_in: number; deal?: boolean };

export type Room = { meta: RoomMeta; totals: Totals; clock: ClockView; structure: Sheet; payouts: Prize[] };

export type SeatRow = {
	entry: Entry;
	name: string;
	status: Status;
	table?: number;
	seat?: number;
	count?: number;
	place?: number;
	place_to?: number;
	prize?: number;
	moved_at?: number;
};

export type Offer = {
	pool: number;
	fee?: number;
	deductions?: { kind: string; amount: number }[];
	bounty?: number;
	chips: number;
	limit_per_player?: number;
};
export type Deal = {
	deal: number;
	method: string;
	shares: { entry: Entry; chips: number; amount: number }[];
	reserve: number;
	yes: Entry[] | null;
	no: Entry[] | null;
	made: boolean;
};
export type DeskMeta = MetaBase & {
	methods: string[];
	seats_per_table: number;
	buy_in: Offer;
	re_entry?: Offer;
	rebuy?: Offer;
	add_on?: Offer;
	winner?: Entry;
	deal?: Deal;
};
export type Till = {
	taken: number;
	sold: number;
	fee: number;
	deductions: Record<string, number>;
	withheld: { kind: string; amount: number }[] | null;
	bounty: number;
	drawers: Record<string, number>;
	pool: { gross: number; deductions: number; net: number; overlay: number; house: number; total: number };
	paid_out: number;
};
export type Place = { table: number; seat: number };
export type Advice = {
	redraw?: { tables: number[]; seats: number; final: boolean; rule?: string };
	break?: { table: number; rule: string };
	moves?: { from: Place; to: Place; rule: string }[];
	halts?: { table: number; when: 'now' | 'next_hand'; rule: string }[];
	/** In English, in the order redraw, break, moves, halts. */
	sentences: string[];
};
export type Desk = {
	meta: DeskMeta;
	totals: Totals;
	clock: ClockView;
	structure: Sheet;
	plan: Record<string, unknown>;
	money: Till;
	payouts: Prize[];
	advice?: Advice;
};

export type EntryRow = {
	entry: Entry;
	player: string;
	name: string;
	kind: 'buy_in' | 're_entry';
	status: Status;
	table?: number;
	seat?: number;
	fixed?: boolean;
	latest: boolean;
	chips: number;
	count?: number;
	rebuys?: number;
	add_ons?: number;
	knocked?: number;
	place?: number;
	place_to?: number;
	by?: Entry[];
	out_at?: number;
	out_order?: number;
	miss_hands?: number;
	row: number;
};
export type TableRow = {
	table: number;
	seats: Entry[];
	locked?: number[];
	button?: number;
	small_blind?: number;
	big_blind?: number;
};
export type LogEntry = {
	action: string;
	at: number;
	actor: string;
	device: string;
	events: { name: string; data: Record<string, unknown> }[];
	undone?: boolean;
	undo_of?: string;
};
export type LedgerLine = {
	no: number;
	at: number;
	action: string;
	kind: string;
	entry: Entry;
	method: string;
	taken: number;
	pool: number;
	fee: number;
	deductions?: { kind: string; amount: number }[];
	of?: number;
	how?: string;
	reversed_by?: number;
};
export type DueLine = { entry: Entry; place: number; to: number; due: number; paid: number };

/** A topic whose keys are row numbers, as a list. */
export function rows<T>(doc: Record<string, T> | undefined): T[] {
	return doc ? Object.values(doc) : [];
}

/** One line of the topic `lobby`: the tournaments of the house, for everybody. */
export type LobbyLine = { id: string; name: string; status: RoomMeta['status']; position: number };
/** The topic `screen/{node}`: what one TV shows. */
export type ScreenView = { view: 'auto' | 'clock' | 'break' | 'seating' | 'payouts' | 'blank'; tournament?: string; name: string };
