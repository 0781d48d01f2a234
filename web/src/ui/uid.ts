let last = 0;

/** An id that occurs once on this page; components need one to tie a label to its control. */
export function uid(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}
