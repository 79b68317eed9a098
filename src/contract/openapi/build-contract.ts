import type { Contract, Source } from '../model/index.ts'
import type { FileSet } from './file-set.ts'
import { child, type Place, text } from './place.ts'
import { readOperations } from './read-operations.ts'
import { readServers } from './read-security.ts'
import { readServers2 } from './read-version-2.ts'
import { Schemas } from './schemas.ts'

/** Each stands as it is in a file that uses it, save where someone wrote it with escapes, which nobody does. */
const WORDS = ['readOnly', 'writeOnly', 'discriminator']

/** The contract that the files describe. They hold all that references lead to; `digest` is of their bytes. */
export function buildContract(files: FileSet, digest: string): Contract {
  const root: Place = { value: files.root.value, source: { file: files.root.name, pointer: '' } }
  const schemas = new Schemas(files)
  const info = child(root, 'info') ?? root
  return {
    title: text(info, 'title') ?? '',
    version: text(info, 'version') ?? '',
    digest,
    file: files.root.name,
    servers:
      files.dialect.version === '2.0'
        ? readServers2(root, /^https?:/.test(files.root.url) ? files.root.url : undefined)
        : readServers(root, files.root.url),
    operations: readOperations({ files, schemas }, root),
    words: new Set(WORDS.filter((word) => files.all().some(({ text }) => text.includes(word)))),
    resolve: (reference: string, from: Source) => schemas.resolve(reference, from),
    lineOf: (source: Source) => files.lineOf(source),
  }
}
