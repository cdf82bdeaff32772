// The wire of the live socket, as the box speaks it (internal/live). Frames are JSON.

/** Where a client stands in a topic. A new epoch means the box started again. */
export type Mark = { epoch: string; version: number };

export type Wanted = Record<string, Mark | null>;

export type ToBox =
	/** The first frame, once. */
	| { type: 'hello'; topics: Wanted }
	/** More topics, or one anew after a gap. */
	| { type: 'subscribe'; topics: Wanted }
	| { type: 'unsubscribe'; topics: string[] }
	| { type: 'ping'; at: number };

/** A document's new top-level keys; null takes a key away. */
export type Patch = Record<string, unknown>;

export type Change = { topic: string } & Mark & ({ patch: Patch } | { snapshot: Patch });

export type FromBox =
	| { type: 'change'; changes: Change[] }
	| { type: 'refused'; topic: string; code: string; detail: string }
	/** `now` is box time, on which clocks are anchored; `wall` is the time of day, both in Unix
	 * milliseconds. Box time never jumps and may differ from the time of day. */
	| { type: 'pong'; at: number; now: number; wall?: number; rate?: number };
