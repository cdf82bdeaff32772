// One live connection to the box: says which topics it wants and how far it has them,
// merges what comes, asks again where something is missing, and never lies about how
// old its word is.
import { wait } from './backoff.ts';
import { Offset } from './offset.ts';
import { merged, type Change, type FromBox, type Mark, type Patch, type ToBox, type Wanted } from './wire.ts';

export type Kind = 'live' | 'stale' | 'offline';

/** What can be said of the connection. `age` is milliseconds since the box was last heard. */
export type Connection = { kind: Kind; age: number };

/** The part of a WebSocket the client needs. */
export interface Socket {
	send(text: string): void;
	close(): void;
	onopen: (() => void) | null;
	onmessage: ((event: { data: unknown }) => void) | null;
	onclose: (() => void) | null;
}

export type Options = {
	url: string;
	open?: (url: string) => Socket;
	/** Monotonic milliseconds. */
	now?: () => number;
	random?: () => number;
};

/** A topic's document; `mark` is null while a snapshot is awaited after a gap. */
type Doc = { mark: Mark | null; doc: Patch } | null;

const pingEvery = 5_000;
/** Not heard for so long: the line is taken for dead and made anew. */
const deadAfter = 12_000;
/** A word older than this is not called stale any more, but offline. */
export const offlineAfter = 60_000;

export class LiveClient {
	readonly offset = new Offset();
	onDoc: (topic: string, doc: Patch | undefined) => void = () => {};
	onConnection: (c: Connection) => void = () => {};
	/** The box began a new epoch: it was restarted. */
	onRestart: () => void = () => {};
	/** The box does not give this client the topic, or no longer. */
	onRefused: (topic: string, code: string) => void = () => {};

	#o: Required<Options>;
	#topics = new Map<string, Doc>();
	#socket: Socket | null = null;
	#open = false;
	#failed = 0;
	#heard = -Infinity;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#beat: ReturnType<typeof setInterval> | undefined;
	#running = false;

	constructor(o: Options) {
		this.#o = {
			open: (url) => new WebSocket(url) as unknown as Socket,
			now: () => performance.now(),
			random: Math.random,
			...o
		};
	}

	/** The box's time now, in Unix milliseconds, as far as it is known. */
	boxNow(): number {
		return this.#o.now() + this.offset.value;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#beat = setInterval(() => this.#tick(), 1_000);
		this.#dial();
	}

	stop(): void {
		this.#running = false;
		clearInterval(this.#beat);
		clearTimeout(this.#retry);
		this.#drop();
	}

	/** Want exactly these topics. Documents of topics no longer wanted are forgotten. */
	want(topics: readonly string[]): void {
		const gone = [...this.#topics.keys()].filter((t) => !topics.includes(t));
		const more = topics.filter((t) => !this.#topics.has(t));
		for (const t of gone) {
			this.#topics.delete(t);
			this.onDoc(t, undefined);
		}
		for (const t of more) this.#topics.set(t, null);
		if (gone.length > 0) this.#send({ type: 'unsubscribe', topics: gone });
		if (more.length > 0) this.#send({ type: 'subscribe', topics: nothingOf(more) });
	}

	/** Try at once, without waiting out the back-off: the screen woke up or the network came back. */
	nudge(): void {
		if (!this.#running) return;
		if (this.#open && this.#o.now() - this.#heard < pingEvery) return;
		this.#failed = 0;
		this.#again();
	}

	#dial(): void {
		clearTimeout(this.#retry);
		const s = this.#o.open(this.#o.url);
		this.#socket = s;
		s.onopen = () => {
			if (this.#socket !== s) return;
			this.#open = true;
			this.#heard = this.#o.now();
			this.#send({ type: 'hello', topics: this.#marks() });
			this.#ping();
			this.#tell();
		};
		s.onmessage = (e) => {
			if (this.#socket === s && typeof e.data === 'string') this.#hear(e.data);
		};
		s.onclose = () => {
			if (this.#socket === s) this.#again();
		};
	}

	/** Give up this socket and make a new one after the back-off. */
	#again(): void {
		this.#drop();
		if (!this.#running) return;
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => this.#dial(), wait(this.#failed++, this.#o.random()));
		this.#tell();
	}

	#drop(): void {
		const s = this.#socket;
		this.#socket = null;
		this.#open = false;
		if (!s) return;
		s.onopen = s.onmessage = s.onclose = null;
		s.close();
	}

	#hear(text: string): void {
		let frame: FromBox;
		try {
			frame = JSON.parse(text) as FromBox;
		} catch {
			return this.#again(); // not our wire: start over rather than guess
		}
		this.#heard = this.#o.now();
		this.#failed = 0;
		if (frame.type === 'pong') this.offset.add(frame.at, this.#heard, frame.now);
		else if (frame.type === 'change') this.#take(frame.changes);
		else if (frame.type === 'refused') this.#lose(frame.topic, frame.code);
		this.#tell();
	}

	#take(changes: Change[]): void {
		const missing: string[] = [];
		let restarted = false;
		for (const c of changes) {
			const had = this.#topics.get(c.topic);
			if (had === undefined) continue;
			if (had?.mark && had.mark.epoch !== c.epoch) restarted = true;
			const next = apply(had, c);
			if (next === 'gap') {
				this.#topics.set(c.topic, had && { doc: had.doc, mark: null });
				missing.push(c.topic);
			} else if (next !== 'known') {
				this.#topics.set(c.topic, next);
				this.onDoc(c.topic, next.doc);
			}
		}
		if (restarted) {
			this.offset.clear();
			this.#ping();
			this.onRestart();
		}
		if (missing.length > 0) this.#send({ type: 'subscribe', topics: nothingOf(missing) });
	}

	#lose(topic: string, code: string): void {
		if (!this.#topics.has(topic)) return;
		this.#topics.set(topic, null);
		this.onDoc(topic, undefined);
		this.onRefused(topic, code);
	}

	#marks(): Wanted {
		return Object.fromEntries([...this.#topics].map(([t, d]) => [t, d?.mark ?? null]));
	}

	#ping(): void {
		this.#send({ type: 'ping', at: this.#o.now() });
	}

	#send(frame: ToBox): void {
		if (this.#open) this.#socket?.send(JSON.stringify(frame));
	}

	#lastPing = 0;

	#tick(): void {
		const now = this.#o.now();
		if (this.#open) {
			if (now - this.#heard > deadAfter) return this.#again();
			if (now - this.#lastPing >= pingEvery) {
				this.#lastPing = now;
				this.#ping();
			}
		}
		this.#tell();
	}

	#tell(): void {
		const age = this.#o.now() - this.#heard;
		const live = this.#open && age < deadAfter;
		this.onConnection({ kind: live ? 'live' : age < offlineAfter ? 'stale' : 'offline', age });
	}
}

const nothingOf = (topics: string[]): Wanted => Object.fromEntries(topics.map((t) => [t, null]));

/** What a change makes of a document: the new one, or why there is none. */
function apply(had: Doc, c: Change): NonNullable<Doc> | 'gap' | 'known' {
	const mark = { epoch: c.epoch, version: c.version };
	if ('snapshot' in c) return { mark, doc: c.snapshot };
	if (had && !had.mark) return 'known'; // a snapshot is on its way
	if (!had?.mark || had.mark.epoch !== c.epoch) return 'gap';
	if (c.version <= had.mark.version) return 'known';
	if (c.version !== had.mark.version + 1) return 'gap';
	return { mark, doc: merged(had.doc, c.patch) };
}
