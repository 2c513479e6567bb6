/** The name that is proposed for a file: that of the recording, what is in it, and what kind it is of. */
export function fileName(recording: string, what: string, extension: string): string {
  const stem = recording
    .replace(/\.[^./\\]*$/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${stem === '' ? 'film' : stem}-${what}.${extension}`;
}
