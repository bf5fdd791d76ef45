/** `strtoul` cut to 32 bits: leading digits, 0 without any; a minus sign wraps. */
export function unsignedNumber(text: string): number {
  const match = /^[\t-\r ]*([+-]?)(\d+)/.exec(text);
  if (match === null) return 0;
  const value = Math.min(Number(match[2]), Number.MAX_SAFE_INTEGER);
  return (match[1] === '-' ? -value : value) >>> 0;
}
