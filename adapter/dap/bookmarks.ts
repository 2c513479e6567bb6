import { type Bookmark } from '../../protocol/index.ts';
import { type Result } from '../../trace/index.ts';
import { bookmarksOf, putBookmark, removeBookmark } from '../bookmarks/bookmarks.ts';
import { integerIn, textIn } from './arguments.ts';
import { done, failure, nothingOpen, refuse, type Handler, type Reply } from './session.ts';

export const cinemaBookmarks: Handler = ({ replay }) =>
  replay === null ? nothingOpen : done({ bookmarks: bookmarksOf(replay.trace) });

/** Where the replay stands, unless a moment or a bookmark to change is given. */
export const cinemaBookmark: Handler = ({ replay }, given) => {
  if (replay === null) return nothingOpen;
  const { trace, cursor } = replay;
  const id = integerIn(given, 'id');
  const at = {
    moment: integerIn(given, 'moment') ?? cursor.moment,
    process: integerIn(given, 'process') ?? cursor.process,
  };
  const text = { name: textIn(given, 'name') ?? '', note: textIn(given, 'note') ?? '' };
  return told(putBookmark(trace, id === undefined ? at : { id }, text));
};

export const cinemaRemoveBookmark: Handler = ({ replay }, given) =>
  replay === null ? nothingOpen : told(removeBookmark(replay.trace, integerIn(given, 'id') ?? -1));

function told(result: Result<readonly Bookmark[], string>): Reply {
  return result.ok ? done({ bookmarks: result.value }) : refuse(failure.badArguments, result.error);
}
