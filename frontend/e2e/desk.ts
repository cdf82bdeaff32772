// A pair of hands at the desk, by the API: what a test needs done but does not look at.
import { randomUUID } from 'node:crypto';

export const owner = { name: 'Liv Madsen', pin: '274916' };

export type Done = { tournament: string; action: string; events: { name: string; data: Record<string, any> }[] };

export class Desk {
	/** The device's and the session's, as the machine's own listener names them. */
	readonly cookies = new Map<string, string>();
	recovery = '';
	private constructor(readonly base: string) {}

	static async open(base: string): Promise<Desk> {
		const desk = new Desk(base);
		const access = await desk.get<{ state: string }>('/api/access');
		if (access.state === 'not_set_up') {
			const got = await desk.post<{ recovery: string }>('/api/access/setup', {
				venue: { name: 'Kløver Poker Room', language: 'en', currency: 'DKK', tables: 7 },
				owner_name: owner.name,
				pin: owner.pin,
				device_name: 'Desk'
			});
			desk.recovery = got.recovery;
		}
		return desk;
	}

	get = <T>(path: string) => this.#call<T>('GET', path);
	post = <T = Done>(path: string, body?: unknown) => this.#call<T>('POST', path, body);

	async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await fetch(this.base + path, {
			method,
			headers: {
				Origin: this.base,
				Cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '),
				...(body !== undefined && { 'Content-Type': 'application/json' }),
				...(method === 'POST' && { 'Idempotency-Key': randomUUID() })
			},
			body: body === undefined ? undefined : JSON.stringify(body)
		});
		for (const set of answer.headers.getSetCookie()) {
			const pair = set.split(';')[0]!;
			const at = pair.indexOf('=');
			this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
		}
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return (text ? JSON.parse(text) : undefined) as T;
	}

	/** A night with its tables open and these players bought in, seats drawn. Clock not started. */
	async tournament(o: { name?: string; players?: string[]; tables?: number; seats?: number; items?: object[] } = {}): Promise<Night> {
		const offer = (pool: number, fee: number, chips: number) => ({ pool, fee, deductions: [], chips, limit_per_player: 0 });
		const made = await this.post('/api/tournaments', {
			name: o.name ?? 'Friday Deepstack',
			tables: o.tables ?? 1,
			config: {
				currency: 'DKK',
				buy_in: offer(50000, 10000, 25000),
				re_entry: offer(50000, 10000, 25000),
				add_on: offer(30000, 0, 20000),
				methods: ['cash', 'mobilepay'],
				structure: { items: o.items ?? sheet },
				payouts: { rows: [50, 30, 20].map((share, i) => ({ place: i + 1, to: i + 1, share })), round_to: 5000, rounding: 'down' },
				seats_per_table: o.seats ?? 9,
				seating: { draw: 'shortest_tables', halt_at: 3, max_difference: 2, max_difference_few_tables: 1, few_tables: 4, final_table: o.seats ?? 9 },
				ranking: { simultaneous_at_tables: 'tie' },
				hand_for_hand: { clock: 'runs' }
			}
		});
		const night = new Night(this, made.tournament);
		for (const name of o.players ?? []) await night.register(name);
		return night;
	}
}

export class Night {
	constructor(
		readonly desk: Desk,
		readonly id: string
	) {}
	do = (path: string, body?: unknown) => this.desk.post(`/api/tournaments/${this.id}${path}`, body);

	async register(name: string): Promise<number> {
		const done = await this.do('/entries', { new_player: { name }, method: 'cash', draw: true });
		return done.events.find((e) => e.name === 'entry.bought.v1')!.data.entry;
	}
}

/** Levels of twenty minutes, a break with a colour-up and add-ons after the second. */
export const sheet = [
	{ small: 100, big: 200, ante: 200, ante_kind: 'big_blind', minutes: 20 },
	{ small: 200, big: 400, ante: 400, ante_kind: 'big_blind', minutes: 20 },
	{ break: true, minutes: 15, add_on: true, colour_up: [100] },
	{ small: 500, big: 1000, ante: 1000, ante_kind: 'big_blind', minutes: 20 },
	{ small: 1000, big: 2000, ante: 2000, ante_kind: 'big_blind', minutes: 20 },
	{ small: 10000, big: 20000, ante: 20000, ante_kind: 'big_blind', minutes: 20 }
];

export const names = [
	'Viktor Holm', 'Jonas Kjærgaard', 'Astrid Winther', 'Tobias Brandt', 'Ida Lund', 'Mikkel Ravn', 'Anja Thorup',
	'Lukas Weidner', 'Jens-Christian Ellegaard-Buhl', 'Sofie Åkesson', 'Noah Dahl', 'Freja Holst', 'Emil Skov', 'Clara Bech'
];
