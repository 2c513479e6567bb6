import { type FrameId, type Moment } from '../model.ts';
import { siteCode } from '../build/sites.ts';
import { decodeTerm, exitText, printTerm } from '../term/index.ts';
import { eventAt, valuesAt } from '../questions/events.ts';
import { functionOfSite, titleOf } from '../questions/frames.ts';
import { printingOf, printingOfModule, type Printing } from '../questions/printing.ts';
import { readValue, type ValueReference } from '../questions/values.ts';
import { argumentsOf } from '../questions/variables.ts';
import { type Trace } from '../trace.ts';

const longest = 80;
/** Of one value among several. */
const longestPart = 32;
/** Bindings of one event, and arguments of one call, that are printed. */
const mostParts = 8;

/** Texts of a picture, each once. */
export interface Texts {
  /** The number of a text. */
  number(text: string): number;
  readonly all: readonly string[];
}

export function textsOf(): Texts {
  const numbers = new Map<string, number>();
  const all: string[] = [];
  return {
    all,
    number(text) {
      let number = numbers.get(text);
      if (number === undefined) {
        number = all.length;
        all.push(text);
        numbers.set(text, number);
      }
      return number;
    },
  };
}

/** `Shop.Cart.add/2`. */
export function titleOfSite(trace: Trace, site: number): string {
  return cut(titleOf(trace, site, functionOfSite(trace, site)));
}

/** `Shop.Cart.add("poster", 3)`. */
export function callText(trace: Trace, frame: FrameId, call: Moment, site: number): string {
  const view = functionOfSite(trace, site);
  const values = argumentsOf(trace, frame, call);
  if (values.length !== view.arity) return titleOfSite(trace, site);
  const printing = printingOfSite(trace, site);
  const printed = values.slice(0, mostParts).map(({ value }) => valueOrDots(trace, value, printing, longestPart));
  if (values.length > mostParts) printed.push('…');
  const title = titleOf(trace, site, view);
  return cut(`${title.slice(0, title.lastIndexOf('/'))}(${printed.join(', ')})`);
}

/** What a debugger that rests at an event would say in a few words: the line and the variables it bound, the message taken. */
export function stopText(trace: Trace, moment: Moment): string {
  const event = eventAt(trace, moment);
  const site = trace.sites[event.site - 1];
  const line = site !== undefined && site.line > 0 ? `${site.line}  ` : '';
  switch (event.kind) {
    case 'receive':
      return cut(`${line}took ${valueText(trace, moment, 0, event.site)}`);
    case 'arrive':
      return cut(`got ${valueText(trace, moment, 0, event.site)}`);
    case 'call':
      if (event.frame !== -1 && trace.inside.siteTable.kind[event.site] === siteCode.enter) {
        return cut(`${line}${callText(trace, event.frame, moment, event.site)}`);
      }
      break;
    case 'return':
      return cut(`${line}returned ${valueText(trace, moment, 0, event.site)}`);
    case 'exception':
      return cut(`${line}${event.detail === 2 ? 'went down' : 'raised'} ${valueText(trace, moment, 1, event.site)}`);
    case 'exit':
      return cut(exitLine(trace, moment, event.detail === 1));
    default:
  }
  const bound = boundText(trace, moment, event.site);
  return cut(bound === '' ? line.trim() || event.kind : `${line}${bound}`);
}

/** `total = 3148.5, items = [..]`; empty where nothing was bound. */
function boundText(trace: Trace, moment: Moment, number: number): string {
  const site = trace.sites[number - 1];
  if (site === undefined) return '';
  const variables = trace.modules[site.module]?.variables ?? [];
  const printing = printingOfSite(trace, number);
  const parts = site.binds.slice(0, mostParts).map(({ variable, value, path }) => {
    const name = variables[variable]?.[0] ?? '';
    return `${name} = ${valueOrDots(trace, { moment, value, path }, printing, longestPart)}`;
  });
  return parts.join(', ');
}

function exitLine(trace: Trace, moment: Moment, isCrash: boolean): string {
  const [bytes] = valuesAt(trace, moment);
  if (bytes === undefined) return isCrash ? 'crashed' : 'ended';
  const { language, options } = printingOf(trace);
  const short = { ...options, maximumCharacters: longest };
  if (!isCrash) return `ended ${printTerm(decodeTerm(bytes), language, short)}`;
  const { type, message } = exitText(decodeTerm(bytes), language, short);
  return type === 'exit' ? `crashed ${message}` : `crashed (${type}) ${message}`;
}

function valueText(trace: Trace, moment: Moment, value: number, site: number): string {
  return valueOrDots(trace, { moment, value, path: [] }, printingOfSite(trace, site), longest);
}

function valueOrDots(trace: Trace, value: ValueReference | null, printing: Printing, length: number): string {
  const bytes = value === null ? null : readValue(trace, value);
  if (bytes === null) return '…';
  const { language, options } = printing;
  return printTerm(decodeTerm(bytes), language, { ...options, maximumCharacters: length });
}

function printingOfSite(trace: Trace, site: number): Printing {
  const module = trace.modules[trace.sites[site - 1]?.module ?? -1];
  return module === undefined ? printingOf(trace) : printingOfModule(trace, module.name);
}

/** One line of at most `longest` characters, no half of a pair of surrogates at its end. */
function cut(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  if (line.length <= longest) return line;
  return `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
