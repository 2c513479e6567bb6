/** What `cinema record` was asked to do. */
export interface RecordOptions {
  readonly output: string | undefined;
  readonly lines: readonly string[];
  readonly calls: readonly string[];
  readonly messages: readonly string[];
  readonly redact: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly sink: 'auto' | 'native' | 'portable';
  readonly command: readonly string[];
}

const limitNames = ['value', 'message', 'depth', 'width', 'binary'];
const lists = { '--lines': 'lines', '--calls': 'calls', '--messages': 'messages', '--redact': 'redact' } as const;

/**
 * Reads the words up to the command. The command begins after `--`, or at the first word that is no option,
 * so that `cinema record mix test` does what it says.
 * @returns the options, or what is wrong, for people
 */
export function parseRecordWords(words: readonly string[]): RecordOptions | string {
  const found = { lines: [] as string[], calls: [] as string[], messages: [] as string[], redact: [] as string[] };
  const limits: Record<string, number> = {};
  let output: string | undefined;
  let sink: RecordOptions['sink'] = 'auto';
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-')) break;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? words[(at += 1)] : word.slice(equals + 1);
    if (value === undefined || value === '--') return `${name} needs a value`;
    if (name === '-o' || name === '--output') output = value;
    else if (isList(name)) found[lists[name]].push(value);
    else if (name === '--sink') {
      if (value !== 'native' && value !== 'portable' && value !== 'auto')
        return `--sink takes native or portable, not "${value}"`;
      sink = value;
    } else if (name === '--limit') {
      const limit = parseLimit(value);
      if (typeof limit === 'string') return limit;
      limits[limit[0]] = limit[1];
    } else return `there is no option ${name}`;
  }
  const command = words.slice(at);
  if (command.length === 0) return 'which command? For example: cinema record -- mix test';
  return { output, ...found, limits, sink, command };
}

function isList(name: string): name is keyof typeof lists {
  return name in lists;
}

function parseLimit(text: string): readonly [string, number] | string {
  const [, name = '', digits = ''] = /^(\w+)=(\d+)$/.exec(text) ?? [];
  const number = Number(digits);
  if (!limitNames.includes(name) || digits === '' || number < 1 || number > 2 ** 30)
    return `--limit takes NAME=NUMBER with one of ${limitNames.join(', ')}, not "${text}"`;
  return [name, number];
}
