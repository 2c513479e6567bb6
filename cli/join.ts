import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { joinParts } from '../trace/index.ts';
import { type Command, refuse } from './command.ts';
import { bytes } from './numbers.ts';

export const join: Command = {
  name: 'join',
  summary: 'finish a recording that was cut off',
  help: `
cinema join NAME.cinema.parts [-o FILE]

When \`cinema record\` itself is killed, what every BEAM wrote is left in NAME.cinema.parts. This makes the trace
of it and removes the folder. Each part is also a trace of its own that can be opened as it is.
`,
  async run(words, terminal) {
    const at = words.findIndex((word) => word === '-o' || word === '--output');
    const asked = at < 0 ? undefined : words[at + 1];
    const [folder, ...more] = words.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
    if (folder === undefined || more.length > 0 || (at >= 0 && asked === undefined))
      return refuse(terminal, 'join', 'give one folder of parts');
    const parts = path.resolve(terminal.directory, folder);
    if (!existsSync(parts) || !statSync(parts).isDirectory())
      return refuse(terminal, 'join', `${parts} is not a folder`);
    const output = path.resolve(terminal.directory, asked ?? parts.replace(/\.parts$/, ''));
    if (existsSync(output)) return refuse(terminal, 'join', `${output} is there already: give another name with -o`);
    const joined = await joinParts(parts, output);
    if (!joined.ok) {
      terminal.error(`cinema: ${joined.error.message}\n`);
      return 1;
    }
    terminal.out(`${output} (${bytes(statSync(output).size)})\n`);
    return 0;
  },
};
