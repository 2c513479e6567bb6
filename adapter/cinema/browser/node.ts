/**
 * What a shared page has in the place of every module of Node. A film in memory reads no file and packs nothing: pages of its index
 * are kept as they are, and their checksums are not looked at. Whatever else is called says that it is not there.
 */
const same = (bytes: Uint8Array): Uint8Array => bytes;

const missing = (): never => {
  throw new Error('A shared page has no files.');
};

export const node: object = Object.setPrototypeOf(
  {
    crc32: () => 0,
    deflateRawSync: same,
    inflateRawSync: same,
    statSync: () => undefined,
    existsSync: () => false,
  },
  // The bundler asks of every module whether it is one of its own.
  new Proxy({}, { get: (_, name) => (name === '__esModule' ? undefined : missing) }),
) as object;
