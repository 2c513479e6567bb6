/** Bits of `Bars.flags`, `Marks.flags` and `Arrows.flags` as protocol/picture.ts says. */
export const barFlag = { beganBefore: 1, openAtEnd: 2, exception: 4, tail: 8 } as const;
/** `nearby`: seen from afar, the moment is that of the beginning of the events it lies among. */
export const markFlag = { crash: 1, nearby: 2 } as const;
export const arrowFlag = { notReceived: 1, notTaken: 2 } as const;
export const arrowKind = { message: 0, spawn: 1, exit: 2 } as const;
