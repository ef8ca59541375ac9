/** Text as the bytes of memory: what the ASCII column shows as itself. */
const PRINTED = /^[\x20-\x7e]$/;
/** The first character that no byte stands for. */
export const notALetter = (text: string): string | undefined => [...text].find(letter => !PRINTED.test(letter));
/** `Hi`: 48, 69. */
export const lettersOf = (text: string): readonly string[] => [...text].map(letter => letter.charCodeAt(0).toString(16).padStart(2, '0'));
