/** Numbers in what a console printed, however they are grouped, padded and marked as hex. */

/** @returns whether a number, given in hex digits, stands in the text */
export function shownIn(text: string): (digits: string) => boolean {
  const plain = text.replaceAll('`', '').toLowerCase();
  return digits => new RegExp(`(?<![0-9a-f])(?:0x)?0*${digits}h?(?![0-9a-f])`).test(plain);
}
