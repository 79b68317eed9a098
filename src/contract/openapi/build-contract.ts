import type { Contract, Source } from '../model/index.ts'
import type { ApiDocument } from './api-document.ts'
import { child, text } from './document-node.ts'
import type { FileSet } from './file-set.ts'
import { readOperations } from './read-operations.ts'
import { readSchemeNames, readServers } from './read-security.ts'
import { readServers2 } from './read-version-2.ts'
import { Schemas } from './schemas.ts'

/** A file that uses one of these has it in its text, unless someone wrote it with escapes, which nobody does. */
const WORDS = ['readOnly', 'writeOnly', 'discriminator']

/**
 * The contract that the files describe. The set holds every file that references lead to; `digest` is of their bytes.
 * Throws ContractError for a part that cannot be understood.
 */
export function buildContract(files: FileSet, digest: string): Contract {
  const document: ApiDocument = { root: files.rootNode, files, schemas: new Schemas(files) }
  const { root, schemas } = document
  const info = child(root, 'info') ?? root
  return {
    title: text(info, 'title') ?? '',
    version: text(info, 'version') ?? '',
    digest,
    file: files.root.name,
    servers: files.dialect.version === '2.0' ? readServers2(document) : readServers(root, files.root.url),
    operations: readOperations(document),
    schemeNames: readSchemeNames(document),
    words: new Set(WORDS.filter((word) => files.all().some(({ text }) => text.includes(word)))),
    resolve: (reference: string, from: Source) => schemas.resolve(reference, from),
    lineOf: (source: Source) => files.lineOf(source),
  }
}
