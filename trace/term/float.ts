/**
 * A finite float as `float_to_list(F, [short])` of OTP 25 writes it: the fewest digits that read back the same, in
 * decimal or scientific notation, whichever is shorter, decimal if equal; from 2^53 on always scientific, since decimals
 * there would pretend to digits that are not known.
 */
export function erlangFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const sign = value < 0 ? '-' : '';
  const magnitude = Math.abs(value);
  const [mantissa = '', power = '0'] = magnitude.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  const scientific = `${digits[0]!}.${digits.slice(1) || '0'}e${exponent}`;
  if (magnitude >= 2 ** 53) return sign + scientific;
  const decimal = decimalNotation(digits, exponent);
  return sign + (decimal.length <= scientific.length ? decimal : scientific);
}

function decimalNotation(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = exponent + 1;
  if (whole >= digits.length) return `${digits}${'0'.repeat(whole - digits.length)}.0`;
  return `${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

/** As `inspect/2` writes it: like Erlang, but whole numbers below 10^16 always in decimal. */
export function elixirFloat(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1 && magnitude < 1e16 && Number.isInteger(value)) return `${BigInt(value)}.0`;
  return erlangFloat(value);
}
