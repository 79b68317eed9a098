import { isObject, type Json, parsePointer } from '../../json/index.ts'
import { addressOf, type ContractError, isSubschemaKeyword, type Source, SUBSCHEMAS } from '../model/index.ts'
import { type DocumentNode, objectOf } from './document-node.ts'
import type { Fault } from './fault.ts'
import type { FileSet } from './file-set.ts'
import type { Kind } from './grammar.ts'
import { pickSchema } from './openapi-2.0.ts'
import { Uses } from './uses.ts'
import { type Visit, walk } from './walk.ts'

/** Says why there is no file at a URL to which a reference written at `from` leads. */
export type ExplainUnread = (url: string, reference: string, from: Source) => ContractError

export interface Gathered {
  readonly schemas: readonly DocumentNode[]
  /** References that lead nowhere, or only back to themselves, and files that cannot be had. */
  readonly faults: readonly Fault[]
  readonly uses: Uses
}

/**
 * Every schema of a document whose files are read, and which part needs which. Only what references lead to is looked at
 * in other files.
 */
export function gather(files: FileSet, explain: ExplainUnread): Gathered {
  const schemas: DocumentNode[] = []
  const faults: Fault[] = []
  const uses = new Uses()
  const sameValue = new Map<string, DocumentNode[]>()
  for (const visit of walk(files, [{ kind: 'document', node: files.rootNode }], new Set())) {
    uses.add(visit)
    const { kind, node } = visit.part
    const fault = faultOf(files, explain, visit)
    if (fault) faults.push(fault)
    const target = !fault && visit.reference?.target.kind === 'node' ? visit.reference.target.node : undefined
    const hasKeywords = kind === 'parameter' || kind === 'header'
    if (hasKeywords && visit.reference === undefined && files.dialectOf(node.source).version === '2.0') {
      schemas.push({ value: pickSchema(objectOf(node)), source: node.source })
    }
    const address = addressOf(node.source)
    if (kind === 'schema') {
      schemas.push(node)
      const inPlace = visit.below.map((part) => part.node).filter((below) => isInPlace(node, below))
      sameValue.set(address, target ? [target, ...inPlace] : inPlace)
    } else if (target) sameValue.set(address, [target])
  }
  return { schemas, faults: [...faults, ...cycles(files, sameValue)], uses }
}

/** What is wrong with the reference of a part, if it has one. */
function faultOf(files: FileSet, explain: ExplainUnread, { part, reference }: Visit): Fault | undefined {
  if (reference === undefined) return undefined
  const { text, target } = reference
  const { source } = part.node
  // Whoever finds no example goes on without it.
  const harmless = part.kind === 'example' && { isHarmless: true as const }
  if (target.kind === 'unread') return { source, error: () => explain(target.url, text, source), ...harmless }
  if (target.kind === 'broken') return { ...files.fault(target.reason, source), ...harmless }
  if (fits(part.kind, target.node.value)) return undefined
  const expected = `$ref ${JSON.stringify(text)} does not lead to a ${part.kind}`
  return { ...files.fault(`${expected}; correct the reference`, source), ...harmless }
}

const fits = (kind: Kind, value: Json): boolean => isObject(value) || (kind === 'schema' && typeof value === 'boolean')

/** Whether a schema applies to the same value as the schema around it (2020-12 core, 10.2). */
function isInPlace(schema: DocumentNode, below: DocumentNode): boolean {
  const [keyword = ''] = parsePointer(below.source.pointer.slice(schema.source.pointer.length))
  return isSubschemaKeyword(keyword) && SUBSCHEMAS[keyword].about === 'value'
}

/** No value can be judged by a schema that asks first whether the value fits that same schema. */
function* cycles(files: FileSet, sameValue: ReadonlyMap<string, readonly DocumentNode[]>): Generator<Fault, void> {
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
        const advice = 'refer to another definition, or put a property or items in between'
        yield files.fault(`${reason}; ${advice}`, node.source)
      } else if (!done.has(addressOf(node.source))) enter(addressOf(node.source))
    }
  }
}
