import { atomField, integerField, structOf, textField, type Struct } from './struct.ts';

type Fields = Struct['fields'];

/**
 * Dates and times as `inspect/2` prints them: `~D[2024-02-29]`. Undefined for other structs, for other calendars than
 * ISO (only their own code knows how they print), and for values that are no dates.
 */
export function calendarText({ module, fields }: Struct): string | undefined {
  switch (module) {
    case 'Elixir.Date':
      return isIso(fields) ? wrap('~D[', dateText(fields), ']') : undefined;
    case 'Elixir.Time':
      return isIso(fields) ? wrap('~T[', timeText(fields), ']') : undefined;
    case 'Elixir.NaiveDateTime':
      return isIso(fields) ? wrap('~N[', dateTimeText(fields), ']') : undefined;
    case 'Elixir.DateTime':
      return isIso(fields) ? zonedText(fields) : undefined;
    case 'Elixir.Date.Range':
      return dateRangeText(fields);
    default:
      return undefined;
  }
}

function isIso(fields: Fields): boolean {
  return atomField(fields, 'calendar')?.name === 'Elixir.Calendar.ISO';
}

function wrap(open: string, text: string | undefined, close: string): string | undefined {
  return text === undefined ? undefined : open + text + close;
}

/** Padded with zeros behind the sign. */
function padded(value: number | bigint, digits: number): string {
  return value < 0 ? `-${(-value).toString().padStart(digits, '0')}` : value.toString().padStart(digits, '0');
}

function paddedField(fields: Fields, name: string, digits: number): string | undefined {
  const value = integerField(fields, name);
  return value === undefined ? undefined : padded(value, digits);
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}

function dateText(fields: Fields): string | undefined {
  return joined([paddedField(fields, 'year', 4), paddedField(fields, 'month', 2), paddedField(fields, 'day', 2)], '-');
}

function timeText(fields: Fields): string | undefined {
  const clock = joined(
    ['hour', 'minute', 'second'].map((name) => paddedField(fields, name, 2)),
    ':',
  );
  const microsecond = fields.get('microsecond');
  if (clock === undefined || microsecond?.kind !== 'tuple' || microsecond.size !== 2) return undefined;
  const [value, precision] = [microsecond.child(0), microsecond.child(1)];
  if (value?.kind !== 'integer' || precision?.kind !== 'integer') return undefined;
  const [fraction, digits] = [value.value, precision.value];
  if (typeof fraction !== 'number' || typeof digits !== 'number' || fraction < 0 || digits < 0 || digits > 6)
    return undefined;
  return digits === 0 ? clock : `${clock}.${padded(fraction, 6).slice(0, digits)}`;
}

function dateTimeText(fields: Fields): string | undefined {
  return joined([dateText(fields), timeText(fields)], ' ');
}

function zonedText(fields: Fields): string | undefined {
  const dateTime = dateTimeText(fields);
  const zone = textField(fields, 'time_zone');
  const abbreviation = textField(fields, 'zone_abbr');
  const utc = integerField(fields, 'utc_offset');
  const standard = integerField(fields, 'std_offset');
  if (dateTime === undefined || zone === undefined || abbreviation === undefined) return undefined;
  if (typeof utc !== 'number' || typeof standard !== 'number') return undefined;
  if (zone === 'Etc/UTC' && utc === 0 && standard === 0) return `~U[${dateTime}Z]`;
  const total = utc + standard;
  const [hours, minutes] = [Math.floor(Math.abs(total) / 3600), Math.floor((Math.abs(total) % 3600) / 60)];
  const place = zone === 'Etc/UTC' ? '' : ` ${abbreviation} ${zone}`;
  return `#DateTime<${dateTime}${total < 0 ? '-' : '+'}${padded(hours, 2)}:${padded(minutes, 2)}${place}>`;
}

function dateRangeText(fields: Fields): string | undefined {
  const [first, last] = [dateField(fields, 'first'), dateField(fields, 'last')];
  if (first === undefined || last === undefined) return undefined;
  const days = [integerField(fields, 'first_in_iso_days'), integerField(fields, 'last_in_iso_days')];
  // Ranges of dates had no step before Elixir 1.12.
  const step = fields.has('step') ? integerField(fields, 'step') : (days[0] ?? 0) <= (days[1] ?? 0) ? 1 : -1;
  if (step === undefined) return undefined;
  return step === 1 ? `Date.range(${first}, ${last})` : `Date.range(${first}, ${last}, ${step})`;
}

function dateField(fields: Fields, name: string): string | undefined {
  const field = fields.get(name);
  const date = field?.kind === 'map' ? structOf(field) : undefined;
  return date?.module === 'Elixir.Date' ? calendarText(date) : undefined;
}
