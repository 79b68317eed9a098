import type { Example, SchemaNode, Source } from '../model/index.ts'
import type { FileSet } from './file-set.ts'
import { child, entries, items, ownEntries, type Place, referenceOf } from './place.ts'
import type { Schemas } from './schemas.ts'

/** What every part of a document is read with. */
export interface Reading {
  readonly files: FileSet
  readonly schemas: Schemas
}

/** The elements of a list, or the values of a map, where each may be a reference. */
export const derefItems = ({ files }: Reading, place: Place, name: string): Place[] =>
  items(place, name).map((item) => files.deref(item))

export const derefEntries = (
  { files }: Reading,
  place: Place,
  name: string,
): (readonly [name: string, place: Place])[] =>
  entries(place, name)
    .filter(([key]) => !key.startsWith('x-'))
    .map(([key, item]) => [key, files.deref(item)])

/** Says nothing and allows everything. */
export const anySchema = (source: Source): SchemaNode => ({ schema: true, source })

/** `examples` and `example` of a media type or parameter; of its schema where it has neither. */
export function readExamples(reading: Reading, place: Place, schema: Place | undefined): Example[] {
  const named = derefEntries(reading, place, 'examples').flatMap(([name, example]): Example[] => {
    const value = child(example, 'value')?.value
    return value === undefined ? [] : [{ name, value }]
  })
  const own = [...named, ...singleExample(place)]
  return own.length > 0 || schema === undefined ? own : examplesOfSchema(reading, schema)
}

function examplesOfSchema({ files }: Reading, schema: Place): Example[] {
  const own = ownExamples(schema)
  return own.length > 0 || referenceOf(schema.value) === undefined ? own : ownExamples(files.deref(schema))
}

const ownExamples = (schema: Place): Example[] => [
  ...items(schema, 'examples').map(({ value }, index) => ({ name: `examples/${index}`, value })),
  ...singleExample(schema),
]

function singleExample(place: Place): Example[] {
  const example = child(place, 'example')
  return example === undefined ? [] : [{ name: 'example', value: example.value }]
}

/** `examples` of a response of 2.0: media type to value. */
export function exampleOfMediaType(response: Place, mediaType: string): Example[] {
  const examples = child(response, 'examples')
  const found = examples ? ownEntries(examples).find(([name]) => name === mediaType) : undefined
  return found ? [{ name: 'example', value: found[1].value }] : []
}
