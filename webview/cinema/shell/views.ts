import type { App, View } from '../app.ts';
import { createLanesView } from '../lanes/index.ts';
import type { TabName } from '../state/film-state.ts';
import { createProcessesView } from '../tabs/processes.ts';
import { createSequenceView } from '../tabs/sequence.ts';
import { createTreeView } from '../tabs/tree.ts';
import { createWaterfallView } from '../tabs/waterfall.ts';

/** Tabs in order: what they are called, and how each is made. */
export const tabs: readonly {
  readonly name: TabName;
  readonly title: string;
  readonly icon: string;
  readonly tooltip: string;
  readonly make: (app: App) => View;
}[] = [
  {
    name: 'lanes',
    title: 'Lanes',
    icon: 'list-flat',
    tooltip: 'Processes and messages over time',
    make: createLanesView,
  },
  {
    name: 'tree',
    title: 'Tree',
    icon: 'type-hierarchy-sub',
    tooltip: 'Supervision and links at the playhead',
    make: createTreeView,
  },
  {
    name: 'sequence',
    title: 'Sequence',
    icon: 'arrow-swap',
    tooltip: 'Messages of chosen processes as a sequence diagram',
    make: createSequenceView,
  },
  {
    name: 'waterfall',
    title: 'Calls',
    icon: 'list-tree',
    tooltip: 'Calls and what they caused elsewhere',
    make: createWaterfallView,
  },
  {
    name: 'processes',
    title: 'Processes',
    icon: 'table',
    tooltip: 'A table of all processes at the playhead',
    make: createProcessesView,
  },
];

/** Makes views when they are first wanted. */
export function createViews(app: App): (name: TabName) => View {
  const made = new Map<TabName, View>();
  return (name) => {
    let view = made.get(name);
    if (view === undefined) {
      view = tabs.find((tab) => tab.name === name)!.make(app);
      made.set(name, view);
    }
    return view;
  };
}
