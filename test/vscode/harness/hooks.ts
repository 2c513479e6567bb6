import { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';

/**
 * Inside a `describe`: one workbench for its tests, stopped after them; a test that fails leaves a picture and the last
 * lines of the page's console.
 *
 * @returns gives the workbench inside a test
 */
export function useWorkbench(options: WorkbenchOptions): () => Workbench {
  let workbench: Workbench | undefined;
  before(async () => {
    workbench = await startWorkbench(options);
  });
  afterEach(async function () {
    if (workbench === undefined || this.currentTest?.state !== 'failed') return;
    const picture = await workbench.screenshot(`FAILED-${this.currentTest.fullTitle()}`);
    console.error(`see ${picture}\n${workbench.console.slice(-10).join('\n')}`);
  });
  after(async () => {
    await workbench?.stop();
  });
  return () => {
    if (workbench === undefined) throw new Error('the workbench is there only inside a test');
    return workbench;
  };
}
