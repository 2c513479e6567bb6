import { traceFromText, type SourceFile, type Trace } from '../../trace/index.ts';

/** One process: calls, rebinding, a function that returns, one that leaves by a tail call. */
export const steps = (): Trace =>
  traceFromText(`
    a: call main()@1 | line@2 | line@3 x=1 | call double(n=1)@10 | line@11 | line@12 m=2 | return 2@12 | value 2@3 | line@4 x=2 y={:ok, 2}
    a: call hop(n=2)@20 | line@21 | tail land(2)@21 | call land(n=2)@30 | line@31 | return :landed @31 | value :landed @4 | line@5 z=:landed | return :done @5 | exit :normal
  `);

/** Two processes and a message each way; b crashes of the second. */
export const messages = (): Trace =>
  traceFromText(`
    a: call main()@1 | line@2 | spawn b | line@3 | send b {:add, 1} |                 |                           |         | recv b :ok @4 | line@5 | send b :boom |              |         |
    b:               |        |         |        |                  | call loop(sum=0)@10 | recv a {:add, 1} @11 n=1 | line@12 | send a :ok    |        |              | recv a :boom @11 | line@13 | exit {:badarith, [{Fixture, :loop, 1, []}]}
  `);

/** A process with nothing before its first stop and nothing after its last. */
export const brief = (): Trace => traceFromText(`a: call main()@1 | line@2 | line@3 x=1`);

/** The same trace with other source files: paths, hashes and texts as a test needs them. */
export function withSources(trace: Trace, sources: readonly SourceFile[]): Trace {
  return { ...trace, sources };
}
