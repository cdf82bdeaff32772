// Idempotency keys: a tap that is sent again is the same tap.

/** A random key. Works on plain HTTP, where a page has no crypto.randomUUID. */
export function newKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
