// The published evening (testdata/evening/evening.json), played into a box by the API up to
// a moment of it, so that the pages can be looked at beside the drawings of the same evening.
import { readFileSync } from 'node:fs';
import type { Desk } from './desk.ts';
import { Night } from './desk.ts';

type Command = Record<string, any> & { do: string; at: string };
type Evening = {
	event: Record<string, any>;
	structure: Record<string, any>[];
	payout_table: { percent: number[] };
	policy: { break_order: number[] };
	players: { id: string; name: string }[];
	commands: Command[];
};

const file = new URL('../../testdata/evening/evening.json', import.meta.url);
const ore = (kroner: number) => kroner * 100;

/** Plays every command before this time of the evening, RFC 3339. */
export async function evening(desk: Desk, until: string): Promise<Night> {
	const d = JSON.parse(readFileSync(file, 'utf8')) as Evening;
	const offer = (o: Record<string, any>, chips: number) => ({
		pool: ore(o.pool),
		fee: ore(o.fee),
		deductions: o.league_fund_from_pool ? [{ kind: 'league_fund', amount: ore(o.league_fund_from_pool) }] : [],
		chips,
		limit_per_player: o.limit_per_player ?? 0
	});
	const items = d.structure.map((r) =>
		r.break
			? { break: true, minutes: r.minutes, add_on: r.add_on, closes_registration: r.registration_closes, colour_up: r.colour_up, new_chips: r.new_chips }
			: { small: r.small, big: r.big, ante: r.ante, ante_kind: 'big_blind', minutes: r.minutes }
	);
	const made = await desk.post('/api/tournaments', {
		name: 'Friday Deepstack',
		config: {
			currency: 'DKK',
			buy_in: offer(d.event.buy_in, 25000),
			re_entry: offer(d.event.re_entry, 25000),
			add_on: offer(d.event.add_on, 20000),
			methods: ['cash', 'mobilepay'],
			structure: { items },
			payouts: { rows: d.payout_table.percent.map((share, i) => ({ place: i + 1, to: i + 1, share })), round_to: 5000, rounding: 'down' },
			seats_per_table: 9,
			seating: { draw: 'shortest_tables', halt_at: 3, max_difference: 2, max_difference_few_tables: 1, few_tables: 4, break_order: d.policy.break_order, final_table: 9 },
			ranking: { simultaneous_at_tables: 'tie' },
			hand_for_hand: { clock: 'runs' }
		}
	});
	const night = new Night(desk, made.tournament);
	const names = new Map(d.players.map((p) => [p.id, p.name]));
	const players = new Map<string, string>();
	const entries = new Map<string, number>();
	const of = (player: string) => entries.get(player)!;
	const moves = (c: Command) =>
		c.moves.map((m: any) => ({ entry: of(m.player), from: { table: m.from_table ?? c.table, seat: m.from_seat }, to: { table: m.table, seat: m.seat } }));
	for (const c of d.commands) {
		if (Date.parse(c.at) >= Date.parse(until)) break;
		switch (c.do) {
			case 'table_open':
				await night.do('/tables', { table: c.table, seats: c.seats });
				break;
			case 'entry': {
				const who = players.has(c.player) ? { player: players.get(c.player) } : { new_player: { name: names.get(c.player) } };
				const done = await night.do('/entries', { ...who, method: c.method, seat: { table: c.table, seat: c.seat } });
				const bought = done.events.find((e) => e.name === 'entry.bought.v1')!.data;
				players.set(c.player, bought.player);
				entries.set(c.player, bought.entry);
				break;
			}
			case 'clock_start':
				await night.do('/clock/start');
				break;
			case 'clock_pause':
				await night.do('/clock/pause');
				break;
			case 'level':
			case 'break':
				await night.do('/level/advance');
				break;
			case 'bust':
				await night.do(`/entries/${of(c.player)}/bust`, { by: [of(c.by)] });
				break;
			case 'add_on':
				await night.do(`/entries/${of(c.player)}/add-on`, { method: c.method, override: false });
				break;
			case 'reverse':
				await night.do(`/ledger/${c.of}/reverse`, { how: 'never_taken' });
				break;
			case 'table_break':
				await night.do(`/tables/${c.table}/break`, { moves: moves(c) });
				break;
			case 'redraw':
				await night.do('/redraw', { tables: [1], moves: moves(c) });
				break;
			case 'move':
				await night.do('/advice/accept', {
					moves: [{ entry: of(c.player), from: { table: c.from_table, seat: c.from_seat }, to: { table: c.table, seat: c.seat } }]
				});
				break;
			case 'count_round':
				await night.do('/counts', { counts: Object.entries(c.counts).map(([p, chips]) => ({ entry: of(p), chips })) });
				for (const [table, button] of Object.entries(c.buttons)) await night.do(`/tables/${table}/button`, { button });
				break;
			case 'button':
				await night.do(`/tables/${c.table}/button`, { button: c.seat });
				break;
			case 'buttons':
				for (const [table, button] of Object.entries(c.buttons)) await night.do(`/tables/${table}/button`, { button });
				break;
			case 'hand_for_hand':
				await night.do(`/hand-for-hand/${c.on ? 'start' : 'end'}`);
				break;
			case 'colour_up':
				await night.do('/colour-up', { chip: c.chip, taken: 0, given: 0 });
				break;
			case 'deal_offer': {
				const sheet = await desk.post<{ shares: unknown[]; reserve: number }>(`/api/tournaments/${night.id}/deals/calculate`, {
					method: 'icm',
					reserve: ore(c.reserve),
					round_to: ore(c.round_to)
				});
				await night.do('/deals', { method: 'icm', reserve: sheet.reserve, shares: sheet.shares });
				break;
			}
			case 'deal_agree':
				await night.do('/deals/1/answer', { entry: of(c.player), yes: true });
				break;
			case 'deal_made':
				await night.do('/deals/1/make');
				break;
			case 'pay_prize':
				await night.do(`/entries/${of(c.player)}/pay`, { amount: ore(c.amount), method: c.method });
				break;
			case 'registration_close':
			case 'draw_commit':
			case 'draw_reveal':
				break;
			case 'finish':
				await night.do('/finish');
				break;
			default:
				throw new Error(`the evening has a command this file does not know: ${c.do}`);
		}
	}
	return night;
}
