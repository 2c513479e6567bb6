import type { ExportPicture } from '../app.ts';

/** Device pixels per CSS pixel. */
const SCALE = 2;
/** More pixels than this along a side no browser draws. */
const LONGEST = 16_384;

/**
 * Draws a picture into the bytes of a PNG, at twice its size; a very large one as large as can be.
 *
 * @throws Error for people, where the browser cannot
 */
export async function pngOf({ svg, width, height }: ExportPicture): Promise<Uint8Array> {
  const scale = Math.min(SCALE, LONGEST / width, LONGEST / height);
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no canvas to draw on.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('The picture is too large for this browser.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}
