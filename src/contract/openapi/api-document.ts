import type { Example, SchemaNode, Source } from '../model/index.ts'
import { child, type DocumentNode, entries, items, ownEntries, referenceOf } from './document-node.ts'
import type { Fault } from './fault.ts'
import type { FileSet } from './file-set.ts'
import { isExtension } from './grammar.ts'
import type { Schemas } from './schemas.ts'

/** A document whose parts become a contract: its root, the files that references lead to, and its schemas. */
export interface ApiDocument {
  readonly root: DocumentNode
  readonly files: FileSet
  readonly schemas: Schemas
  /** If left out, the first fault that is met is thrown. */
  readonly faults?: MetFaults
}

/** What is wrong with a document that is read all the same. */
export interface MetFaults {
  /** What was found before; by the address of the part that it closes. */
  readonly closing: ReadonlyMap<string, Fault>
  /** What everybody reads all the same; what is met while it is read comes to it. */
  readonly harmless: Fault[]
  /** What is not read: no operation needs it. */
  readonly unread: readonly Fault[]
}

/** Goes on in spite of a fault, which changes nothing of what is demanded. */
export function goOnInSpiteOf({ faults }: ApiDocument, fault: Fault): void {
  if (!faults) throw fault.error()
  faults.harmless.push(fault)
}

/** The elements of a list. Each may be a reference. */
export const derefItems = ({ files }: ApiDocument, node: DocumentNode, name: string): DocumentNode[] =>
  items(node, name).map((item) => files.deref(item))

/** The values of a map. Each may be a reference. A name may begin with `x-`, as those of many headers do. */
export const derefEntries = (
  { files }: ApiDocument,
  node: DocumentNode,
  name: string,
): (readonly [name: string, node: DocumentNode])[] => entries(node, name).map(([key, item]) => [key, files.deref(item)])

/** A number that is no status (RFC 9110, 15): no answer can have it. */
export const isImpossibleStatus = (name: string): boolean => /^\d+$/.test(name) && !/^[1-5]\d\d$/.test(name)

/** The responses of an operation, by a status that an answer can have. Each may be a reference. */
export const derefResponses = (
  { files }: ApiDocument,
  operation: DocumentNode,
): (readonly [status: string, node: DocumentNode])[] =>
  entries(operation, 'responses')
    .filter(([status]) => !isExtension(status) && !isImpossibleStatus(status))
    // `2xx` beside `2XX` says the same, or the document's own check has closed the operation.
    .filter(([status], _, all) => status === statusName(status) || !all.some(([name]) => name === statusName(status)))
    .map(([status, item]) => [statusName(status), files.deref(item)])

/** `2xx` is read as `2XX`. */
export const statusName = (name: string): string => (name === 'default' ? name : name.toUpperCase())

/** Says nothing and allows everything. */
export const anySchema = (source: Source): SchemaNode => ({ schema: true, source })

/** `examples` and `example` of a media type or parameter. If it has neither, those of its schema. */
export function readExamples(document: ApiDocument, node: DocumentNode, schema: DocumentNode | undefined): Example[] {
  const named = entries(node, 'examples').flatMap(([name, written]): Example[] => {
    const example = document.files.endOf(written)
    if ('error' in example) {
      if (document.faults) return []
      throw example.error()
    }
    // What is written out as it is sent is no value: `serializedValue`, and what `externalValue` leads to.
    const isOf32 = document.files.dialectOf(example.source).hasFieldsOf32
    const value = ((isOf32 && child(example, 'dataValue')) || child(example, 'value'))?.value
    return value === undefined ? [] : [{ name, value }]
  })
  const examples = [...named, ...singleExample(node)]
  return examples.length > 0 || schema === undefined ? examples : examplesOfSchema(document, schema)
}

function examplesOfSchema({ files }: ApiDocument, schema: DocumentNode): Example[] {
  const examples = examplesAt(schema)
  return examples.length > 0 || referenceOf(schema.value) === undefined ? examples : examplesAt(files.deref(schema))
}

const examplesAt = (schema: DocumentNode): Example[] => [
  ...items(schema, 'examples').map(({ value }, index) => ({ name: `examples/${index}`, value })),
  ...singleExample(schema),
]

function singleExample(node: DocumentNode): Example[] {
  const example = child(node, 'example')
  return example === undefined ? [] : [{ name: 'example', value: example.value }]
}

/** `examples` of a response of 2.0: a map from media types to values. */
export function exampleOfMediaType(response: DocumentNode, mediaType: string): Example[] {
  const examples = child(response, 'examples')
  const example = examples && ownEntries(examples).find(([name]) => name === mediaType)
  return example ? [{ name: 'example', value: example[1].value }] : []
}
