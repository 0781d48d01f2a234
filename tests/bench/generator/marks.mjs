// What the generator looks for in the bytes: `m~000123~`, the same in every system and every encoding.
const NEEDLE = Buffer.from('m~');
const LENGTH = 9;
const TILDE = 126;
const LARGE = 256;
const KEPT = 16;

/** The same words everywhere, with the number of the change in them. */
export const words = (number) => `Zo zagen wij het toen m~${String(number).padStart(6, '0')}~ met elkaar.`;

/** Messages read lately: a server that sends many people the same bytes must not keep the generator busy. */
const recent = [];
let turn = 0;

/** Calls `found(number)` for every mark in these bytes. */
export function scan(bytes, found) {
  if (bytes.length < LARGE) {
    for (const number of marks(bytes)) found(number);
    return;
  }
  let known = recent.find((one) => one.bytes.length === bytes.length && one.bytes.equals(bytes));
  if (known === undefined) {
    known = { bytes, numbers: marks(bytes) };
    recent[turn++ % KEPT] = known;
  }
  for (const number of known.numbers) found(number);
}

function marks(bytes) {
  const numbers = [];
  for (let at = bytes.indexOf(NEEDLE); at >= 0; at = bytes.indexOf(NEEDLE, at + 2)) {
    if (at + LENGTH > bytes.length || bytes[at + 8] !== TILDE) continue;
    let number = 0;
    for (let digit = at + 2; digit < at + 8; digit++) number = number * 10 + bytes[digit] - 48;
    numbers.push(number);
  }
  return numbers;
}
