// One live connection to the box: says which topics it wants and how far it has them,
// merges what comes, asks again where something is missing, and never lies about how
// old its word is.
import { wait } from './backoff.ts';
import { Offset } from './offset.ts';
import { Mirror } from './mirror.ts';
import type { FromBox, Mark, Patch, ToBox, Wanted } from './wire.ts';

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
	#wanted = new Set<string>();
	#mirror = new Mirror();
	/** Topics asked for anew after a gap and not answered yet. */
	#asked = new Set<string>();
	#epoch: string | undefined;
	#toWall: number | undefined;
	/** The time of day as the box last told it, and when that was on this device. */
	#day: { wall: number; own: number } | undefined;
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

	/** Box time now, in milliseconds; this device's time of day until the box was heard. */
	boxNow(): number {
		return this.offset.known ? this.offset.at(this.#o.now()) : Date.now();
	}

	/** How many times faster than life the box's time runs: 1, but in a demo. */
	get rate(): number {
		return this.offset.rate;
	}

	/** The time of day at a moment of box time, in Unix milliseconds: as the box tells it, else
	 * as this device reckons it. */
	wall(box: number): number {
		return box + (this.#toWall ?? Date.now() - this.boxNow());
	}

	/** The time of day now, in Unix milliseconds: the box's, else this device's. */
	timeOfDay(): number {
		return this.#day ? this.#day.wall + this.#o.now() - this.#day.own : Date.now();
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
		const gone = [...this.#wanted].filter((t) => !topics.includes(t));
		const more = topics.filter((t) => !this.#wanted.has(t));
		this.#wanted = new Set(topics);
		for (const t of gone) {
			this.#mirror.topics.delete(t);
			this.#asked.delete(t);
			this.onDoc(t, undefined);
		}
		if (gone.length > 0) this.#send({ type: 'unsubscribe', topics: gone });
		if (more.length > 0) this.#send({ type: 'subscribe', topics: this.#marks(more) });
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
			this.#asked.clear();
			this.#send({ type: 'hello', topics: this.#marks([...this.#wanted]) });
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
		if (frame.type === 'pong') {
			this.offset.add(frame.at, this.#heard, frame.now, frame.rate);
			this.#toWall = frame.wall === undefined ? undefined : frame.wall - frame.now;
			if (frame.wall !== undefined) this.#day = { wall: frame.wall, own: this.#heard };
		} else this.#take(frame);
		this.#tell();
	}

	#take(frame: FromBox): void {
		const { changed, gaps } = this.#mirror.take(frame);
		for (const t of changed) {
			this.#asked.delete(t);
			const now = this.#mirror.topics.get(t);
			if (!this.#wanted.has(t)) {
				this.#mirror.topics.delete(t); // was on its way when it was dropped
			} else if (now && 'mark' in now) {
				this.#notice(now.mark.epoch);
				this.onDoc(t, now.doc);
			} else if (now) {
				this.onDoc(t, undefined);
				this.onRefused(t, now.refused);
			}
		}
		const anew = gaps.filter((t) => this.#wanted.has(t) && !this.#asked.has(t));
		for (const t of anew) this.#asked.add(t);
		if (anew.length > 0) this.#send({ type: 'subscribe', topics: this.#marks(anew) });
	}

	/** A new epoch means that the box started again: its time may be another. */
	#notice(epoch: string): void {
		const was = this.#epoch;
		this.#epoch = epoch;
		if (was === undefined || was === epoch) return;
		this.offset.clear();
		this.#ping();
		this.onRestart();
	}

	#marks(topics: string[]): Wanted {
		return Object.fromEntries(topics.map((t): [string, Mark | null] => [t, this.#mirror.mark(t)]));
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
