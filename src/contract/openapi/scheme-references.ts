import type { Dialect } from './dialect.ts'
import { items, ownEntries } from './document-node.ts'
import type { Part } from './grammar.ts'

/** Whether a security requirement names its scheme by a URI (3.2): no component has a name with such characters. */
export const isSchemeUri = (name: string): boolean => !/^[\w.-]+$/.test(name)

/** The schemes that the `security` of a document or an operation names by their URIs, each as a reference to it. */
export function schemeReferences({ kind, node }: Part, { hasFieldsOf32 }: Dialect): Part[] {
  if (!hasFieldsOf32 || (kind !== 'document' && kind !== 'operation')) return []
  return items(node, 'security').flatMap((alternative) =>
    ownEntries(alternative).flatMap(([name, { source }]): Part[] =>
      isSchemeUri(name) ? [{ kind: 'security scheme', node: { value: { $ref: name }, source } }] : [],
    ),
  )
}
