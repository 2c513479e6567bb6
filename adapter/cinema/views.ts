import { type NamedView } from '../../protocol/index.ts';
import { Refusal, type Handler } from './film.ts';

const mostViews = 100;

export const saveView: Handler<'saveView'> = ({ views }, view) => {
  const name = view.name.trim();
  if (name === '') throw new Refusal('A view needs a name.');
  const kept: NamedView[] = [...views.list().filter((one) => one.name !== name), { name, state: view.state ?? null }];
  if (kept.length > mostViews) throw new Refusal(`A trace keeps at most ${mostViews} views: remove one first.`);
  views.keep(kept);
  return { views: views.list() };
};

export const removeView: Handler<'removeView'> = ({ views }, { name }) => {
  const before = views.list();
  const kept = before.filter((one) => one.name !== name);
  if (kept.length < before.length) views.keep(kept);
  return { views: views.list() };
};
