// What the box says when it refuses: application/problem+json, as a value.

/** One refusal. `code` is from a closed list; `detail` and `next` are sentences for people. */
export type Problem = {
	status: number;
	code: string;
	title: string;
	detail: string;
	rule?: string;
	next?: string;
	field?: string;
	/** The current version, when a stale one was sent. */
	version?: number;
	/** Seconds to wait before the next try. */
	retry?: number;
	instance?: string;
	/** A director may do it all the same by asking again with override. */
	override?: boolean;
	[more: string]: unknown;
};

/** Codes of problems the box did not send itself. */
export const Problem = {
	/** The box did not answer. */
	unreachable: 'box_unreachable',
	/** The answer was not of the API. */
	unreadable: 'answer_unreadable',

	/** What came back, as a problem: the box's own, or one that says it was none. */
	from(status: number, body: unknown): Problem {
		const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
		return {
			...b,
			status,
			code: typeof b.code === 'string' ? b.code : Problem.unreadable,
			title: typeof b.title === 'string' ? b.title : String(status),
			detail: typeof b.detail === 'string' ? b.detail : ''
		};
	},
	none(): Problem {
		return { status: 0, code: Problem.unreachable, title: '', detail: '' };
	}
};
