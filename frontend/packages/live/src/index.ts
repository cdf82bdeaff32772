// The live connection to the box, and the clock that every screen reckons by itself.
export { Live } from './live.svelte.ts';
export { face, minute, type Source } from './face.svelte.ts';
export { LiveClient, offlineAfter, type Connection, type Kind } from './client.ts';
export { reading, settle, nextBoundary, onBreak } from './clock.ts';
export type { ClockState, Inserted, Item, Reading, Structure } from './clock.ts';
export * from './night.ts';
export * from './views.ts';
