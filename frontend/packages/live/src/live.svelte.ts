// The live connection as runes: a component names a topic and reads its document.
import { LiveClient, type Connection, type Options } from './client.ts';
import type { Patch } from './wire.ts';

/** A topic as a component sees it. `refused` is the box's reason for not giving it. */
class Topic {
	doc = $state.raw<Patch | undefined>();
	refused = $state.raw<string | undefined>();
	users = 0;
}

export class Live {
	connection = $state.raw<Connection>({ kind: 'offline', age: Infinity });
	/** Counts the restarts of the box seen by this page. */
	restarts = $state(0);
	readonly client: LiveClient;
	#topics = new Map<string, Topic>();
	#queued = false;

	constructor(o: Options) {
		this.client = new LiveClient(o);
		this.client.onDoc = (name, doc) => {
			const t = this.#topics.get(name);
			if (!t) return;
			t.doc = doc;
			if (doc) t.refused = undefined;
		};
		this.client.onRefused = (name, code) => {
			const t = this.#topics.get(name);
			if (t) t.refused = code;
		};
		this.client.onRestart = () => this.restarts++;
		this.client.onConnection = (c) => {
			// Live is live: only a word that grows old is worth drawing every second.
			const seconds = (x: Connection) => Math.floor(x.age / 1000);
			const was = this.connection;
			if (c.kind === was.kind && (c.kind === 'live' || seconds(c) === seconds(was))) return;
			this.connection = c;
		};
	}

	/** Connects for as long as the calling component lives. */
	connect(): void {
		$effect(() => {
			const nudge = () => document.visibilityState === 'visible' && this.client.nudge();
			this.client.start();
			addEventListener('online', nudge);
			document.addEventListener('visibilitychange', nudge);
			return () => {
				removeEventListener('online', nudge);
				document.removeEventListener('visibilitychange', nudge);
				this.client.stop();
			};
		});
	}

	/** The document of a topic, kept current for as long as the calling component lives. */
	use<T>(name: () => string | undefined): { readonly doc: T | undefined; readonly refused: string | undefined } {
		let topic = $state.raw<Topic | undefined>();
		$effect.pre(() => {
			const n = name();
			if (!n) {
				topic = undefined;
				return;
			}
			const t = this.#topics.get(n) ?? new Topic();
			this.#topics.set(n, t);
			t.users++;
			topic = t;
			this.#settle();
			return () => {
				t.users--;
				this.#settle();
			};
		});
		return {
			get doc() {
				return topic?.doc as T | undefined;
			},
			get refused() {
				return topic?.refused;
			}
		};
	}

	/** Box time now: what clocks are anchored on. */
	now(): number {
		return this.client.boxNow();
	}

	/** Box time now, once the box has told it. */
	told(): number | undefined {
		return this.client.offset.known ? this.client.boxNow() : undefined;
	}

	/** The time of day now. */
	timeOfDay(): number {
		return this.client.timeOfDay();
	}

	/** The time of day at a moment of box time. */
	wall(box: number): number {
		return this.client.wall(box);
	}

	/** Tells the box what is wanted, once for all changes of one turn. */
	#settle(): void {
		if (this.#queued) return;
		this.#queued = true;
		queueMicrotask(() => {
			this.#queued = false;
			for (const [n, t] of this.#topics) if (t.users === 0) this.#topics.delete(n);
			this.client.want([...this.#topics.keys()]);
		});
	}
}
