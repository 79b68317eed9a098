import { isArray } from '../../json/index.ts'
import { SUBSCHEMAS } from '../model/index.ts'
import { child, items, ownEntries, type Place } from './place.ts'

/** What can stand at a place of a document, of any version. */
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
  readonly shape: 'one' | 'list' | 'map'
  readonly kind: Kind
}

const one = (kind: Kind): Slot => ({ shape: 'one', kind })
const list = (kind: Kind): Slot => ({ shape: 'list', kind })
const map = (kind: Kind): Slot => ({ shape: 'map', kind })

const operation = one('operation')
const described = { schema: one('schema'), content: map('media type'), examples: map('example') }

/** Where each kind keeps others. What is not named here is data, in which a `$ref` is a name like any other. */
const GRAMMAR: { readonly [kind in Kind]: { readonly [name: string]: Slot } } = {
  document: {
    paths: map('path item'),
    webhooks: map('path item'),
    components: one('components'),
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
  },
  operation: {
    parameters: list('parameter'),
    requestBody: one('request body'),
    responses: map('response'),
    callbacks: map('callback'),
  },
  // `items` of 2.0.
  parameter: { ...described, items: one('schema') },
  'request body': { content: map('media type') },
  'media type': { schema: one('schema'), examples: map('example'), encoding: map('encoding') },
  encoding: { headers: map('header') },
  response: {
    content: map('media type'),
    headers: map('header'),
    links: map('link'),
    'x-advisories': list('advisory'),
    // Of 2.0.
    schema: one('schema'),
  },
  header: { ...described, items: one('schema') },
  callback: {},
  advisory: { schema: one('schema') },
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
  readonly place: Place
}

/** The parts directly below a place of a kind. */
export function partsOf(kind: Kind, place: Place): Part[] {
  if (kind === 'callback') return unextended(place).map(([, found]) => ({ kind: 'path item', place: found }))
  return Object.entries(GRAMMAR[kind]).flatMap(([name, { shape, kind }]) => {
    const found = child(place, name)
    if (found === undefined) return []
    if (shape === 'one') return isArray(found.value) ? [] : [{ kind, place: found }]
    const parts = shape === 'list' ? items(place, name) : mapEntries(kind, found)
    return parts.map((part) => ({ kind, place: part }))
  })
}

/** Names of properties and definitions may begin with `x-`; elsewhere, that is an extension. */
const mapEntries = (kind: Kind, found: Place): Place[] =>
  (kind === 'schema' ? ownEntries(found) : unextended(found)).map(([, place]) => place)

const unextended = (place: Place) => ownEntries(place).filter(([name]) => !name.startsWith('x-'))
