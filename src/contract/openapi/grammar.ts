import { isArray } from '../../json/index.ts'
import { SUBSCHEMAS } from '../model/index.ts'
import type { Dialect } from './dialect.ts'
import { child, type DocumentNode, items, ownEntries, referenceOf } from './document-node.ts'

/** What can stand somewhere in a document, of any version. */
export type Kind =
  | 'document'
  | 'components'
  | 'path item'
  | 'operation'
  | 'parameter'
  | 'request body'
  | 'media type'
  | 'encoding'
  | 'response'
  | 'header'
  | 'callback'
  | 'advisory'
  | 'schema'
  | 'example'
  | 'link'
  | 'security scheme'

interface Slot {
  /** In an extensible map, a name that begins with `x-` is that of an extension. */
  readonly shape: 'one' | 'list' | 'map' | 'extensible map'
  readonly kind: Kind
  /** Whether the name means nothing before 3.2. */
  readonly isOf32?: true
}

const single = (kind: Kind): Slot => ({ shape: 'one', kind })
const list = (kind: Kind): Slot => ({ shape: 'list', kind })
const map = (kind: Kind): Slot => ({ shape: 'map', kind })
const extensible = (kind: Kind): Slot => ({ shape: 'extensible map', kind })

const of32 = (slot: Slot): Slot => ({ ...slot, isOf32: true })

const operation = single('operation')
const described = { schema: single('schema'), content: map('media type'), examples: map('example') }
/** Of parts that have no names. */
const inOrder = { prefixEncoding: of32(list('encoding')), itemEncoding: of32(single('encoding')) }

/** Where each kind keeps others. What is not named here is data, in which a `$ref` is a name like any other. */
const GRAMMAR: { readonly [kind in Kind]: { readonly [name: string]: Slot } } = {
  document: {
    paths: extensible('path item'),
    webhooks: map('path item'),
    components: single('components'),
    // Of 2.0.
    definitions: map('schema'),
    parameters: map('parameter'),
    responses: map('response'),
    securityDefinitions: map('security scheme'),
  },
  components: {
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: map('example'),
    requestBodies: map('request body'),
    headers: map('header'),
    securitySchemes: map('security scheme'),
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('path item'),
    mediaTypes: of32(map('media type')),
  },
  'path item': {
    parameters: list('parameter'),
    get: operation,
    put: operation,
    post: operation,
    delete: operation,
    options: operation,
    head: operation,
    patch: operation,
    trace: operation,
    query: of32(operation),
    additionalOperations: of32(map('operation')),
  },
  operation: {
    parameters: list('parameter'),
    requestBody: single('request body'),
    responses: extensible('response'),
    callbacks: map('callback'),
  },
  // `items` of 2.0.
  parameter: { ...described, items: single('schema') },
  'request body': { content: map('media type') },
  'media type': {
    schema: single('schema'),
    itemSchema: of32(single('schema')),
    examples: map('example'),
    encoding: map('encoding'),
    ...inOrder,
  },
  encoding: { headers: map('header'), encoding: of32(map('encoding')), ...inOrder },
  response: {
    content: map('media type'),
    headers: map('header'),
    links: map('link'),
    'x-advisories': list('advisory'),
    // Of 2.0.
    schema: single('schema'),
  },
  header: { ...described, items: single('schema') },
  callback: {},
  advisory: { schema: single('schema') },
  schema: Object.fromEntries(
    Object.entries(SUBSCHEMAS).map(([keyword, { holds }]): [string, Slot] => [
      keyword,
      { shape: holds, kind: 'schema' },
    ]),
  ),
  example: {},
  link: {},
  'security scheme': {},
}

export interface Part {
  readonly kind: Kind
  readonly node: DocumentNode
}

/** The parts directly below a part. Beside a reference, some dialects have none but those of a path item. */
export function partsOf({ kind, node }: Part, { refStandsAlone, hasFieldsOf32 }: Dialect): Part[] {
  if (refStandsAlone && kind !== 'path item' && referenceOf(node.value) !== undefined) return []
  if (kind === 'callback') return mapNodes('extensible map', node).map((item) => ({ kind: 'path item', node: item }))
  return Object.entries(GRAMMAR[kind]).flatMap(([name, slot]): Part[] => {
    const written = child(node, name)
    if (written === undefined || (slot.isOf32 && !hasFieldsOf32)) return []
    if (slot.shape === 'one') return isArray(written.value) ? [] : [{ kind: slot.kind, node: written }]
    const nodes = slot.shape === 'list' ? items(node, name) : mapNodes(slot.shape, written)
    return nodes.map((below) => ({ kind: slot.kind, node: below }))
  })
}

const mapNodes = (shape: 'map' | 'extensible map', map: DocumentNode): DocumentNode[] =>
  ownEntries(map).flatMap(([name, node]) => (shape === 'extensible map' && isExtension(name) ? [] : [node]))

export const isExtension = (name: string): boolean => name.startsWith('x-')
