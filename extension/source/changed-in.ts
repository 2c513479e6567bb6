import type { ChangedSource } from '../../protocol/index.ts';

/** A source of a stack frame, as far as it is looked at. */
export interface ShownSource {
  readonly name: string;
  readonly path: string;
  readonly sourceReference: number;
}

/** Sources of the frames in a message of the adapter whose file in the workspace has changed since it was recorded. */
export function changedIn(message: unknown): readonly (ShownSource & { readonly adapterData: ChangedSource })[] {
  if (!isObject(message) || message['type'] !== 'response' || message['command'] !== 'stackTrace') return [];
  const body = message['body'];
  const frames: unknown = isObject(body) ? body['stackFrames'] : null;
  if (!Array.isArray(frames)) return [];
  return frames.flatMap((frame: unknown) => {
    const source = isObject(frame) ? frame['source'] : null;
    if (!isObject(source)) return [];
    const { name, path, sourceReference, adapterData } = source;
    const changed = isObject(adapterData) ? adapterData['changed'] : null;
    if (typeof name !== 'string' || typeof path !== 'string' || typeof sourceReference !== 'number') return [];
    return typeof changed === 'string' ? [{ name, path, sourceReference, adapterData: { changed } }] : [];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
