// A new tournament as it is typed, and the config it becomes.
import type { components } from '@felt/api';
import { minor, whole } from './typed.ts';
import { reshare, rowsOf } from './shares.ts';

type Config = components['schemas']['Config'];
type Offer = components['schemas']['Offer'];
type Structure = components['schemas']['BlindsStructure'];

export type OfferDraft = { on: boolean; pool: string; fee: string; chips: string; league: string; limit: string };

export const emptyOffer = (on: boolean, pool = '', chips = ''): OfferDraft => ({ on, pool, fee: '0', chips, league: '0', limit: '0' });

export type Draft = {
	currency: string;
	/** Decimals of the currency. */
	digits: number;
	buyIn: OfferDraft;
	reEntry: OfferDraft;
	rebuy: OfferDraft;
	addOn: OfferDraft;
	methods: string[];
	guarantee: string;
	seats: number;
	places: number;
	structure: Structure;
};

/** Top-heavy shares as rooms like them, for any number of places. */
const common = [26.9, 19.1, 13.6, 10.1, 8.1, 6.4, 5.1, 4, 3.5, 3.2];

/** The config, or the name of the first figure that cannot be read. */
export function configOf(d: Draft): Config | { wrong: string } {
	const offer = (o: OfferDraft): Offer | undefined => {
		const pool = minor(o.pool || '0', d.digits);
		const fee = minor(o.fee || '0', d.digits);
		const league = minor(o.league || '0', d.digits);
		const chips = whole(o.chips);
		const limit = whole(o.limit || '0');
		if (pool === undefined || fee === undefined || league === undefined || chips === undefined || limit === undefined) return undefined;
		return {
			pool,
			fee,
			chips,
			...(league > 0 ? { deductions: [{ kind: 'league_fund', amount: league }] } : {}),
			...(limit > 0 ? { limit_per_player: limit } : {})
		};
	};
	const buyIn = offer(d.buyIn);
	if (!buyIn) return { wrong: 'buy_in' };
	const guarantee = minor(d.guarantee || '0', d.digits);
	if (guarantee === undefined) return { wrong: 'guarantee' };
	const more: Partial<Config> = {};
	for (const [key, draft] of [['re_entry', d.reEntry], ['rebuy', d.rebuy], ['add_on', d.addOn]] as const) {
		if (!draft.on) continue;
		const o = offer(draft);
		if (!o) return { wrong: key };
		more[key] = o;
	}
	return {
		currency: d.currency,
		buy_in: buyIn,
		...more,
		methods: d.methods,
		structure: d.structure,
		payouts: { rows: rowsOf(reshare(common, d.places)), round_to: 50 * 10 ** d.digits, rounding: 'down' },
		guarantee,
		seats_per_table: d.seats,
		seating: {
			draw: 'shortest_tables',
			halt_at: 3,
			max_difference: 2,
			max_difference_few_tables: 1,
			few_tables: 4,
			final_table: Math.min(d.seats, 10)
		},
		ranking: { simultaneous_at_tables: 'tie' },
		hand_for_hand: { clock: 'cap', minutes: 3 }
	};
}
