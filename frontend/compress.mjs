// Puts a .br and a .gz beside every text file that gets smaller by it, so that the box
// never compresses while a room is waiting.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const text = /\.(html|js|css|svg|json|txt|webmanifest)$/;

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
	if (!entry.isFile() || !text.test(entry.name)) continue;
	const path = join(entry.parentPath, entry.name);
	const body = readFileSync(path);
	const br = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
	const gz = gzipSync(body, { level: 9 });
	if (br.length < body.length) writeFileSync(path + '.br', br);
	if (gz.length < body.length) writeFileSync(path + '.gz', gz);
}
