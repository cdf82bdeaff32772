// A QR code as one SVG path, drawn on the device: no picture is fetched.
import qrcode from 'qrcode-generator';

/** `size` modules a side without the quiet zone; `path` for a viewBox of that size. */
export function qr(text: string): { size: number; path: string } {
	const code = qrcode(0, 'M');
	code.addData(text, 'Byte');
	code.make();
	const size = code.getModuleCount();
	let path = '';
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			let run = 0;
			while (x + run < size && code.isDark(y, x + run)) run++;
			if (run > 0) path += `M${x} ${y}h${run}v1h-${run}z`;
			x += run;
		}
	}
	return { size, path };
}
