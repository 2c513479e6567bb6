import { MarkdownString, TreeItem } from 'vscode';
import { countText, durationText } from '../debug/position-text.ts';

/** What rows of histories and of causes have in common. */
interface MomentRow {
  readonly moment: number;
  readonly process: number;
  readonly processLabel: string;
  readonly time: number;
  readonly source?: { readonly name?: string } | undefined;
  readonly line?: number;
}

/** A row of a view that leads to its moment when it is clicked. */
export function momentItem(label: string, row: MomentRow, described: readonly (string | null)[]): TreeItem {
  const item = new TreeItem(label);
  const place = placeText(row);
  const parts = [...described, place, durationText(row.time)];
  item.description = parts.filter((part) => part !== null && part !== '').join(' · ');
  item.tooltip = new MarkdownString().appendText(
    `${label}\nMoment ${countText(row.moment)}, ${durationText(row.time)}, in ${row.processLabel}${place === null ? '' : `, ${place}`}`,
  );
  item.command = {
    title: 'Go There',
    command: 'cinema.seek',
    arguments: [{ moment: row.moment, process: row.process }],
  };
  return item;
}

const placeText = ({ source, line }: MomentRow): string | null =>
  source?.name === undefined ? null : line === undefined ? source.name : `${source.name}:${line}`;
