import { DebugAdapterExecutable, type DebugAdapterDescriptorFactory } from 'vscode';
import type { Programs } from '../programs.ts';

/** Starts the adapter as a process of its own, over stdio: a replay never blocks the extension host. */
export const adapterFactory = (programs: Programs): DebugAdapterDescriptorFactory => ({
  createDebugAdapterDescriptor: () =>
    new DebugAdapterExecutable(programs.node, [programs.adapter], { env: { ...programs.environment } }),
});
