/** Text that grows up to a limit. Once `full`, nothing more is taken: whoever writes looks at it and stops. */
export interface Output {
  write: (text: string) => void;
  /** Characters (UTF-16 units) that still fit. */
  readonly remaining: number;
  readonly full: boolean;
  readonly text: () => string;
}

/** Takes `maximum` characters; whatever goes beyond is replaced by one `…`. */
export function boundedOutput(maximum: number): Output {
  const parts: string[] = [];
  let remaining = maximum;
  let full = false;
  return {
    write: (text) => {
      if (full) return;
      if (text.length <= remaining) {
        parts.push(text);
        remaining -= text.length;
        return;
      }
      full = true;
      // Half a character is no character.
      const splits = remaining > 0 && /[\ud800-\udbff]/.test(text.charAt(remaining - 1));
      parts.push(text.slice(0, splits ? remaining - 1 : remaining), '…');
      remaining = 0;
    },
    get remaining() {
      return remaining;
    },
    get full() {
      return full;
    },
    text: () => parts.join(''),
  };
}

/** How much may be printed. */
export interface PrintLimits {
  /** Characters after which printing stops with `…`. Default: no limit. */
  readonly maximumCharacters?: number;
  /** One line of about 200 characters, for previews; a smaller `maximumCharacters` wins. */
  readonly short?: boolean;
  /** Levels of nesting after which a value is printed as `…`. Default and most: 256. */
  readonly maximumDepth?: number;
}

const shortLength = 200;
/** Printing recurses; this many levels fit every stack. */
const deepest = 256;

export function characterLimit(limits: PrintLimits): number {
  return Math.min(limits.maximumCharacters ?? Infinity, limits.short === true ? shortLength : Infinity);
}

export function depthLimit(limits: PrintLimits): number {
  return Math.min(limits.maximumDepth ?? deepest, deepest);
}
