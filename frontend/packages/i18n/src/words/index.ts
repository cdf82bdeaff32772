// Words every screen uses. The apps' own message files include them.
export type { Words } from './en.ts';
