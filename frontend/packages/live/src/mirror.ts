// What a screen keeps: the documents it was told of, and how far each is. The same as
// internal/live/mirror.go, held to it by testdata/vectors/live.json.
import type { Change, FromBox, Mark, Patch } from './wire.ts';

export type Mirrored = { mark: Mark; doc: Patch } | { refused: string };

export class Mirror {
	readonly topics = new Map<string, Mirrored>();

	/** Takes one frame. Says which topics are new now, and where a step is missing: a topic
	 * with a gap keeps what it has and must be asked for anew. */
	take(frame: FromBox): { changed: string[]; gaps: string[] } {
		const changed = new Set<string>();
		const gaps = new Set<string>();
		if (frame.type === 'change') {
			for (const c of frame.changes) {
				const was = this.topics.get(c.topic);
				const next = step(was, c);
				if (next === 'gap') gaps.add(c.topic);
				else if (next !== was) {
					this.topics.set(c.topic, next);
					changed.add(c.topic);
				}
			}
		} else if (frame.type === 'refused') {
			this.topics.set(frame.topic, { refused: frame.code });
			changed.add(frame.topic);
		}
		return { changed: [...changed], gaps: [...gaps] };
	}

	/** How far it is with a topic; null for nothing. */
	mark(topic: string): Mark | null {
		const t = this.topics.get(topic);
		return t && 'mark' in t ? t.mark : null;
	}
}

function step(was: Mirrored | undefined, c: Change): Mirrored | 'gap' {
	const mark = { epoch: c.epoch, version: c.version };
	if ('snapshot' in c) return { mark, doc: applied({}, c.snapshot) };
	if (!was || !('mark' in was) || was.mark.epoch !== c.epoch || c.version > was.mark.version + 1) return 'gap';
	if (c.version <= was.mark.version) return was;
	return { mark, doc: applied(was.doc, c.patch) };
}

/** The document with each key of the patch replaced or, by null, removed. Values are never
 * merged, and what the patch does not name stays the same object. */
function applied(doc: Patch, patch: Patch): Patch {
	const next = new Map(Object.entries(doc)); // a Map, because a key may be called __proto__
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) next.delete(key);
		else next.set(key, value);
	}
	return Object.fromEntries(next);
}
