// One typed client for every page. Commands carry an idempotency key, and a command that
// the box did not answer is sent again with the same key: it happens once.
import createClient, { type Client } from 'openapi-fetch';
import { newKey } from './key.ts';
import { Problem } from './problem.ts';
import type { paths } from './schema.d.ts';

export type Box = Client<paths>;

/** An answer or a refusal, never an exception. */
export type Tried<T> = { ok: true; data: T; version: number | undefined } | { ok: false; problem: Problem };

const commands = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const again = [300, 1_000, 2_500];

export function connect(options: { baseUrl?: string; fetch?: typeof fetch } = {}): Box {
	const send = options.fetch ?? ((r) => fetch(r));
	return createClient<paths>({
		baseUrl: options.baseUrl ?? '',
		credentials: 'same-origin',
		fetch: async (request) => {
			if (commands.has(request.method) && !request.headers.has('Idempotency-Key')) {
				request.headers.set('Idempotency-Key', newKey());
			}
			for (const pause of again) {
				try {
					return await send(request.clone());
				} catch {
					await new Promise((done) => setTimeout(done, pause));
				}
			}
			return send(request);
		}
	});
}

/** Turns a call of the client into an answer or a refusal. */
export async function tried<T>(
	call: Promise<{ data?: T; error?: unknown; response: Response }>
): Promise<Tried<T>> {
	try {
		const { data, error, response } = await call;
		if (response.ok) {
			const etag = /\d+/.exec(response.headers.get('ETag') ?? '');
			return { ok: true, data: data as T, version: etag ? Number(etag[0]) : undefined };
		}
		return { ok: false, problem: Problem.from(response.status, error) };
	} catch {
		return { ok: false, problem: Problem.none() };
	}
}
