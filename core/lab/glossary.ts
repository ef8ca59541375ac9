/** glossary.yml: words of a pack, each explained in every language. */
import { packProblem, type PackProblem } from './pack-problem.ts';
import { glossarySchema, type GlossaryFile } from './pack-schema.ts';
import { readYaml } from './yaml.ts';

const FILE = 'glossary.yml';
/** Its terms; none where the pack has no glossary. */
export function readGlossary(
  files: ReadonlyMap<string, string>,
  languages: readonly string[],
  problems: PackProblem[],
): GlossaryFile['terms'] {
  const text = files.get(FILE),
    read = text === undefined ? undefined : readYaml(FILE, text, glossarySchema, problems);
  if (!read) return [];
  const seen = new Set<string>();
  read.value.terms.forEach((term, n) => {
    if (seen.has(term.id)) problems.push(packProblem('twice', read.at(['terms', n, 'id']), { id: term.id }));
    seen.add(term.id);
    for (const key of ['term', 'says'] as const)
      for (const language of languages)
        if (!Object.hasOwn(term[key], language)) problems.push(packProblem('title-language', read.at(['terms', n, key]), { language }));
  });
  return read.value.terms;
}
