// The API of the box, typed from its OpenAPI description.
export { connect, tried, type Box, type Tried } from './client.ts';
export { Problem } from './problem.ts';
export { newKey } from './key.ts';
export type { components, paths } from './schema.d.ts';
