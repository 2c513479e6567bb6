import assert from 'node:assert/strict';
import type { ProcessColumns } from '../../../protocol/index.ts';
import type { Client } from '../client.ts';
import { createDirectory } from './directory.ts';

const columns = { count: 5 } as ProcessColumns;
const named = (process: number) => ({
  name: process === 3 ? '' : `Worker ${process}`,
  pid: `<0.${process}.0>`,
  isMachinery: false,
});

function withDoor() {
  const asked: number[][] = [];
  const ask = (_: string, { processes }: { processes: Int32Array }) => {
    asked.push([...processes]);
    return Promise.resolve({ ok: true, value: { labels: [...processes].map(named) } });
  };
  let arrivals = 0;
  const directory = createDirectory(columns, { ask } as unknown as Client, () => arrivals++);
  return { directory, asked, arrivals: () => arrivals };
}

describe('the names of processes', () => {
  it('are asked for together, once, and told when they have come', async () => {
    const { directory, asked, arrivals } = withDoor();
    assert.equal(directory.labels.text(1), 'process 1');
    directory.labels.text(2);
    directory.labels.text(1);
    await new Promise(setImmediate);
    assert.deepEqual(asked, [[1, 2]]);
    assert.equal(arrivals(), 1);
    assert.equal(directory.labels.text(1), 'Worker 1 <0.1.0>');
    assert.equal(directory.labels.short(2), 'Worker 2');
    assert.equal(asked.length, 1);
  });

  it('are pids where there is no name, and nothing is asked of processes that are not there', async () => {
    const { directory, asked } = withDoor();
    directory.labels.of(3);
    directory.labels.of(99);
    directory.labels.of(-1);
    await new Promise(setImmediate);
    assert.deepEqual(asked, [[3]]);
    assert.equal(directory.labels.text(3), '<0.3.0>');
    assert.equal(directory.labels.short(3), '<0.3.0>');
  });
});
