/** Problems of a pack as SARIF 2.1.0, which editors and build servers show beside the lines. */
import { LANGUAGES } from '../problem.ts';
import { PACK_MESSAGES } from './pack-messages.ts';
import { inWords, packMessage, type PackCode, type PackProblem } from './pack-problem.ts';
import type { Language } from '../problem.ts';

const uriOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

/** @param folder where the pack's files are, as a URI ending in a slash */
export function sarifOf(problems: readonly PackProblem[], folder: string, version: string, language: Language = 'en'): object {
  const codes = [...new Set(problems.map(p => p.code))].sort((a, b) => (a < b ? -1 : 1));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Syscall Lab', version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        language: language === 'en' ? 'en-US' : language,
        originalUriBaseIds: { PACK: { uri: folder } },
        results: problems.map(p => ({
          ruleId: p.code,
          ruleIndex: codes.indexOf(p.code),
          level: p.severity,
          message: { text: inWords(p, language) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(p.file), uriBaseId: 'PACK' },
                region: { startLine: p.line, startColumn: p.column },
              },
            },
          ],
        })),
      },
    ],
  };
}
const ruleOf = (code: PackCode): object => ({
  id: code,
  shortDescription: { text: PACK_MESSAGES[code].says.en },
  defaultConfiguration: { level: packMessage(code).severity ?? 'error' },
});

/** One problem as a line of JSON, said in every language. */
export const jsonOf = (p: PackProblem): string =>
  JSON.stringify({ ...p, message: Object.fromEntries(LANGUAGES.map(language => [language, inWords(p, language)])) });
