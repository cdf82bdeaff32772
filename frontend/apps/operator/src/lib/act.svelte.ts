// Taps: one at a time from a place, at once, and undoable. What did not happen is said in
// the strip with its reason and the way forward.
import { Problem, tried } from '@felt/api';
import { words } from './words.svelte.ts';

export type Failure = { text: string; next?: string; insist?: () => void };
type Call<T> = () => Promise<{ data?: T; error?: unknown; response: Response }>;

class Act {
	/** Taps that are sent and not answered. */
	waiting = $state(0);
	failed = $state.raw<Failure | undefined>();
	/** The action this page did last, fresh for the toast's ten seconds. */
	fresh = $state.raw<string | undefined>();
	/** Set while a tap waits for the PIN to be given again. */
	asksPin = $state.raw<{ again: () => void; give: () => void } | undefined>();

	/** Sends a command. Gives its answer, or undefined when it was refused. */
	async do<T>(call: Call<T>, insist?: Call<T>): Promise<T | undefined> {
		this.waiting++;
		this.failed = undefined;
		const got = await tried<T>(call());
		this.waiting--;
		if (got.ok) {
			const action = (got.data as { action?: string } | undefined)?.action;
			if (action) this.fresh = action;
			return got.data;
		}
		if (got.problem.code === 'pin_again') return this.#withPin(call, insist);
		this.failed = {
			...told(got.problem),
			insist: got.problem.override && insist ? () => void this.do(insist) : undefined
		};
		return undefined;
	}

	/** Asks for something without changing anything. */
	async ask<T>(call: Call<T>): Promise<{ data: T; version: number | undefined } | undefined> {
		const got = await tried<T>(call());
		if (got.ok) return { data: got.data, version: got.version };
		this.failed = told(got.problem);
		return undefined;
	}

	fail(text: string, next?: string): void {
		this.failed = { text, next };
	}

	/** Waits for the PIN sheet and sends the command again. */
	#withPin<T>(call: Call<T>, insist?: Call<T>): Promise<T | undefined> {
		return new Promise((done) => {
			this.asksPin = {
				again: () => {
					this.asksPin = undefined;
					done(this.do(call, insist));
				},
				give: () => {
					this.asksPin = undefined;
					done(undefined);
				}
			};
		});
	}
}

/** A refusal in words. The box's own sentences stand; only what it could not say itself is said here. */
export function told(p: Problem): { text: string; next?: string } {
	const t = words.t;
	if (p.code === Problem.unreachable) return { text: t.notSent, next: t.notSentNext };
	const text = p.detail || t.unreadable;
	return { text: p.rule ? `${text} ${p.rule}.` : text, next: p.next };
}

export const act = new Act();
