import { isObject, type Json, parsePointer } from '../../json/index.ts'
import { addressOf, isSubschemaKeyword, type Source, SUBSCHEMAS } from '../model/index.ts'
import { type DocumentNode, objectOf } from './document-node.ts'
import type { FileSet } from './file-set.ts'
import type { Kind } from './grammar.ts'
import { pickSchema } from './openapi-2.0.ts'
import { type Visit, walk } from './walk.ts'

/** Says why there is no file at a URL to which a reference written at `from` leads. */
export type ExplainUnread = (url: string, reference: string, from: Source) => Error

/**
 * Every schema of a document whose files are read. Only what references lead to is looked at in other files. Throws
 * ContractError for a reference that leads nowhere, or only back to itself, and whatever `explain` says of a file.
 */
export function gather(files: FileSet, explain: ExplainUnread): DocumentNode[] {
  const schemas: DocumentNode[] = []
  const sameValue = new Map<string, DocumentNode[]>()
  for (const visit of walk(files, [{ kind: 'document', node: files.rootNode }], new Set())) {
    const { kind, node } = visit.part
    const target = targetOf(files, explain, visit)
    const hasKeywords = kind === 'parameter' || kind === 'header'
    if (hasKeywords && !target && files.dialectOf(node.source).version === '2.0') {
      schemas.push({ value: pickSchema(objectOf(node)), source: node.source })
    }
    const address = addressOf(node.source)
    if (kind === 'schema') {
      schemas.push(node)
      const inPlace = visit.below.map((part) => part.node).filter((below) => isInPlace(node, below))
      sameValue.set(address, target ? [target, ...inPlace] : inPlace)
    } else if (target) sameValue.set(address, [target])
  }
  refuseCycles(files, sameValue)
  return schemas
}

function targetOf(files: FileSet, explain: ExplainUnread, { part, reference }: Visit): DocumentNode | undefined {
  if (reference === undefined) return undefined
  const { text, target } = reference
  const { source } = part.node
  if (target.kind === 'unread') throw explain(target.url, text, source)
  if (target.kind === 'broken') throw files.error(target.reason, source)
  if (fits(part.kind, target.node.value)) return target.node
  const expected = `$ref ${JSON.stringify(text)} does not lead to a ${part.kind}`
  throw files.error(`${expected}; correct the reference`, source)
}

const fits = (kind: Kind, value: Json): boolean => isObject(value) || (kind === 'schema' && typeof value === 'boolean')

/** Whether a schema applies to the same value as the schema around it (2020-12 core, 10.2). */
function isInPlace(schema: DocumentNode, below: DocumentNode): boolean {
  const [keyword = ''] = parsePointer(below.source.pointer.slice(schema.source.pointer.length))
  return isSubschemaKeyword(keyword) && SUBSCHEMAS[keyword].about === 'value'
}

/** No value can be judged by a schema that asks first whether the value fits that same schema. */
function refuseCycles(files: FileSet, sameValue: ReadonlyMap<string, readonly DocumentNode[]>): void {
  const done = new Set<string>()
  for (const start of sameValue.keys()) {
    const path = new Set<string>()
    const stack: { readonly address: string; readonly next: Iterator<DocumentNode> }[] = []
    const enter = (address: string) => {
      path.add(address)
      stack.push({ address, next: (sameValue.get(address) ?? []).values() })
    }
    if (!done.has(start)) enter(start)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { done: exhausted, value: node } = top.next.next()
      if (exhausted) {
        done.add(top.address)
        path.delete(top.address)
        stack.pop()
      } else if (path.has(addressOf(node.source))) {
        const reason = 'this leads by $ref back to itself without describing anything on the way'
        throw files.error(`${reason}; refer to another definition, or put a property or items in between`, node.source)
      } else if (!done.has(addressOf(node.source))) enter(addressOf(node.source))
    }
  }
}
