/** What a piece of source is, for colours. The names are VS Code's semantic token types. */
export const tokenTypes = [
  'comment',
  'string',
  'number',
  'keyword',
  'class',
  'enumMember',
  'function',
  'macro',
  'property',
  'variable',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export interface ColourToken {
  /** Offset in the text, from 0; a token may go over several lines. */
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
}

interface Rule {
  /** Sticky: it is tried at one place. */
  readonly pattern: RegExp;
  /** Null: no colour. A function decides by what was matched and what comes before it. */
  readonly type: TokenType | null | ((matched: string, before: string) => TokenType | null);
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const ELIXIR_KEYWORDS = words(
  'after and case catch cond def defdelegate defexception defguard defguardp defimpl defmacro defmacrop defmodule ' +
    'defoverridable defp defprotocol defstruct alias do else end false fn for if import in nil not or quote raise ' +
    'receive require rescue reraise super throw true try unless unquote unquote_splicing use when with',
);
const DEFINES = /\b(?:def|defp|defmacro|defmacrop|defguard|defguardp|defdelegate)\s+$/;

const NUMBER = /0[xX][\da-fA-F_]+|0[bo][0-7_]+|\d[\d_]*(?:#[\da-zA-Z]+)?(?:\.\d[\d_]*(?:[eE][+-]?\d+)?)?/y;

/** @param otherwise what a word is that is no keyword and belongs to no module and no map */
function wordType(word: string, before: string, otherwise: TokenType): TokenType {
  if (/[^.]\.$/.test(before)) return /[\p{Lu}][\p{L}\p{N}_]*\.$/u.test(before) ? 'function' : 'property';
  if (ELIXIR_KEYWORDS.has(word)) return 'keyword';
  return DEFINES.test(before) ? 'function' : otherwise;
}

const ELIXIR: readonly Rule[] = [
  { pattern: /#[^\n]*/y, type: 'comment' },
  { pattern: /\?(?:\\.|[^\s\\])/y, type: 'number' },
  {
    pattern:
      /~[a-zA-Z]+(?:"""[^]*?"""|'''[^]*?'''|\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|<[^>]*>|([/|"'])(?:\\[^]|(?!\1)[^\\])*\1)[a-z]*/y,
    type: 'string',
  },
  { pattern: /:(?:"(?:\\[^]|[^"\\])*"|[\p{L}_][\p{L}\p{N}_@]*[?!]?)/uy, type: 'enumMember' },
  { pattern: /'''[^]*?'''|'(?:\\[^]|[^'\\])*'/y, type: 'string' },
  { pattern: /@[a-z_][\p{L}\p{N}_]*[?!]?/uy, type: 'macro' },
  { pattern: /[\p{Lu}][\p{L}\p{N}_]*(?::(?=\s))?/uy, type: 'class' },
  { pattern: /[a-z_][\p{L}\p{N}_]*[?!]?:(?=\s)/uy, type: 'property' },
  {
    // A call without parentheses: a word, then the first word of its argument.
    pattern:
      /[\p{Ll}_][\p{L}\p{N}_]*[?!]?(?=[ \t]+(?:["~@%]|:[\p{L}"]|(?!(?:after|and|catch|do|else|end|in|not|or|rescue|when)\b)[\p{L}_]))/uy,
    type: (word, before) => wordType(word, before, 'function'),
  },
  {
    // `setup do` calls setup; `if amount do` asks for amount.
    pattern: /[\p{Ll}_][\p{L}\p{N}_]*[?!]?(?=[ \t]+do\b)/uy,
    type: (word, before) => wordType(word, before, /(?:^|\n)[ \t]*$/.test(before) ? 'function' : 'variable'),
  },
  { pattern: /[\p{Ll}_][\p{L}\p{N}_]*[?!]?/uy, type: (word, before) => wordType(word, before, 'variable') },
  { pattern: NUMBER, type: 'number' },
];

const ERLANG_KEYWORDS = words(
  'after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe not of or orelse ' +
    'receive rem try when xor',
);

const ERLANG: readonly Rule[] = [
  { pattern: /%[^\n]*/y, type: 'comment' },
  { pattern: /\$(?:\\.|[^\s\\])/y, type: 'number' },
  { pattern: /"""[^]*?"""|"(?:\\[^]|[^"\\])*"/y, type: 'string' },
  { pattern: /\?\??[\p{L}_][\p{L}\p{N}_@]*/uy, type: 'macro' },
  { pattern: /#(?:'[^'\n]*'|[\p{Ll}][\p{L}\p{N}_@]*)/uy, type: 'class' },
  { pattern: /[\p{Lu}_][\p{L}\p{N}_@]*/uy, type: 'variable' },
  {
    pattern: /'(?:\\[^]|[^'\\])*'|[\p{Ll}][\p{L}\p{N}_@]*/uy,
    type: (word, before) => {
      if (/(?:^|\n)-\s*$/.test(before)) return 'macro';
      return ERLANG_KEYWORDS.has(word) ? 'keyword' : 'enumMember';
    },
  },
  { pattern: NUMBER, type: 'number' },
];

/**
 * The coloured pieces of a source, in order, not overlapping. Reads words, not grammar: enough to read a source with
 * pleasure where no other extension knows the language. Any text is accepted; time grows with its length.
 */
export function colourTokens(text: string, language: 'elixir' | 'erlang'): readonly ColourToken[] {
  const tokens: ColourToken[] = [];
  if (language === 'elixir') elixirCode(text, tokens);
  else erlangCode(text, tokens);
  return tokens;
}

function erlangCode(text: string, tokens: ColourToken[]): void {
  for (let at = 0; at < text.length;) at = one(text, at, ERLANG, tokens) ?? at + 1;
}

/** Elixir's strings hold code: one entry is kept for each thing still open, a string (its closing mark) or a brace. */
function elixirCode(text: string, tokens: ColourToken[]): void {
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const closing = open.at(-1);
    if (closing !== undefined && closing !== '}') {
      at = stringPart(text, at, closing, open, tokens);
    } else if (text[at] === '"') {
      const mark = text.startsWith('"""', at) ? '"""' : '"';
      open.push(mark);
      tokens.push({ start: at, end: at + mark.length, type: 'string' });
      at += mark.length;
    } else if (text[at] === '{' && open.length > 0) {
      open.push('}');
      at++;
    } else if (text[at] === '}' && closing === '}') {
      open.pop();
      const inString = open.at(-1) !== undefined && open.at(-1) !== '}';
      if (inString) tokens.push({ start: at, end: at + 1, type: 'string' });
      at++;
    } else {
      at = one(text, at, ELIXIR, tokens) ?? at + 1;
    }
  }
}

/** The rest of a string up to its end or its next `#{`. @returns where that is */
function stringPart(text: string, start: number, mark: string, open: string[], tokens: ColourToken[]): number {
  let at = start;
  while (at < text.length) {
    if (text[at] === '\\') at += 2;
    else if (text.startsWith(mark, at)) {
      open.pop();
      at += mark.length;
      break;
    } else if (text.startsWith('#{', at)) {
      open.push('}');
      at += 2;
      break;
    } else at++;
  }
  const end = Math.min(at, text.length);
  if (end > start) tokens.push({ start, end, type: 'string' });
  return end;
}

/** The first rule that fits. @returns where its piece ends; null where none fits */
function one(text: string, at: number, rules: readonly Rule[], tokens: ColourToken[]): number | null {
  for (const { pattern, type } of rules) {
    pattern.lastIndex = at;
    const matched = pattern.exec(text)?.[0];
    if (matched === undefined || matched === '') continue;
    const end = at + matched.length;
    const before = text.slice(Math.max(0, at - 80), at);
    const found = typeof type === 'function' ? type(matched, before) : type;
    const isCall = text[end] === '(' && (found === 'variable' || found === 'property' || found === 'enumMember');
    const isModule = found === 'enumMember' && text[end] === ':' && text[end + 1] !== '=' && text[end + 1] !== ':';
    if (found !== null) tokens.push({ start: at, end, type: isCall ? 'function' : isModule ? 'class' : found });
    return end;
  }
  return null;
}
