import type { Contract, Source } from '../model/index.ts'
import type { ApiDocument, MetFaults } from './api-document.ts'
import { child, text } from './document-node.ts'
import type { FileSet } from './file-set.ts'
import { readOperations } from './read-operations.ts'
import { readSchemeNames, readServers } from './read-security.ts'
import { readServers2 } from './read-version-2.ts'
import { Schemas } from './schemas.ts'

/** A file that uses one of these has it in its text, unless someone wrote it with escapes, which nobody does. */
const WORDS = ['readOnly', 'writeOnly', 'discriminator']

/** What is told of what is harmless: a person reads no more. */
const MOST_TOLD = 20

/**
 * The contract that the files describe. The set holds every file that references lead to; `digest` is of their bytes.
 * Throws ContractError for a part that cannot be understood, unless it is given the faults in spite of which it reads.
 */
export function buildContract(files: FileSet, digest: string, faults?: MetFaults): Contract {
  const document: ApiDocument = { root: files.rootNode, files, schemas: new Schemas(files), ...(faults && { faults }) }
  const { root, schemas } = document
  const info = child(root, 'info') ?? root
  const { operations, closed } = readOperations(document)
  return {
    title: text(info, 'title') ?? '',
    version: text(info, 'version') ?? '',
    digest,
    file: files.root.name,
    servers: files.dialect.version === '2.0' ? readServers2(document) : readServers(root, files.root.url),
    operations,
    ...(closed.length > 0 && { closed }),
    ...tolerated(faults),
    schemeNames: readSchemeNames(document),
    words: new Set(WORDS.filter((word) => files.all().some(({ text }) => text.includes(word)))),
    resolve: (reference: string, from: Source) => schemas.resolve(reference, from),
    lineOf: (source: Source) => files.lineOf(source),
  }
}

function tolerated(faults: MetFaults | undefined): Pick<Contract, 'tolerated'> {
  const { harmless = [], unread = [] } = faults ?? {}
  const all = [
    ...harmless.map((fault) => ({ label: 'Read all the same', fault })),
    ...unread.map((fault) => ({ label: 'Not read', fault })),
  ]
  const shown = all.slice(0, MOST_TOLD).map(({ label, fault }) => `${label}: ${fault.error().message}`)
  const more = all.length - shown.length
  if (more > 0) shown.push(`and ${more} more of such faults, which change nothing of what is verified`)
  return shown.length > 0 ? { tolerated: shown } : {}
}
