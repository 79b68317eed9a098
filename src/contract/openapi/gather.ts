import { isObject, type Json, parsePointer } from '../../json/index.ts'
import { addressOf, isSubschemaKeyword, type Source, SUBSCHEMAS } from '../model/index.ts'
import type { FileSet, LoadedFile } from './file-set.ts'
import { type Kind, type Part, partsOf } from './grammar.ts'
import { pickSchema } from './openapi-2.0.ts'
import { objectOf, type Place, referenceOf } from './place.ts'

/** Reads the file at a URL to which a reference written at `from` leads. Rejects with ContractError. */
export type ReadReferenced = (url: string, reference: string, from: Source) => Promise<LoadedFile>

/**
 * Loads every file that the document needs, and gives back each of its schemas. Only what references lead to is looked
 * at in other files. Throws ContractError for a reference that leads nowhere, or only back to itself.
 */
export async function gather(files: FileSet, read: ReadReferenced): Promise<Place[]> {
  const schemas: Place[] = []
  const sameValue = new Map<string, Place[]>()
  const seen = new Set<string>()
  const root: Place = { value: files.root.value, source: { file: files.root.name, pointer: '' } }
  const waiting: Part[] = [{ kind: 'document', place: root }]
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const { kind, place } = part
    const key = `${kind} ${addressOf(place.source)}`
    if (seen.has(key)) continue
    seen.add(key)
    const reference = referenceOf(place.value)
    const target = reference === undefined ? undefined : await targetOf(files, read, kind, place, reference)
    if (target) waiting.push({ kind, place: target })
    const alone = target !== undefined && kind !== 'path item' && files.dialectOf(place.source).refStandsAlone
    const parts = alone ? [] : partsOf(kind, place)
    waiting.push(...parts.toReversed())
    const { version } = files.dialectOf(place.source)
    if (version === '2.0' && reference === undefined && (kind === 'parameter' || kind === 'header')) {
      schemas.push({ value: pickSchema(objectOf(place)), source: place.source })
    }
    if (kind === 'schema') {
      schemas.push(place)
      const inPlace = parts.filter((below) => isInPlace(place, below.place)).map((below) => below.place)
      sameValue.set(addressOf(place.source), target ? [target, ...inPlace] : inPlace)
    } else if (target) sameValue.set(addressOf(place.source), [target])
  }
  refuseCycles(files, sameValue)
  return schemas
}

async function targetOf(
  files: FileSet,
  read: ReadReferenced,
  kind: Kind,
  place: Place,
  reference: string,
): Promise<Place> {
  const url = files.urlOf(reference, place.source)
  if (!files.has(url)) files.add(await read(url, reference, place.source))
  const target = files.follow(reference, place.source)
  if (!fits(kind, target.value)) {
    const expected = `$ref ${JSON.stringify(reference)} does not lead to a ${kind}`
    throw files.error(`${expected}; correct the reference`, place.source)
  }
  return target
}

const fits = (kind: Kind, value: Json): boolean => isObject(value) || (kind === 'schema' && typeof value === 'boolean')

/** Whether a schema applies to the same value as the schema around it (2020-12 core, 10.2). */
function isInPlace(schema: Place, below: Place): boolean {
  const [keyword = ''] = parsePointer(below.source.pointer.slice(schema.source.pointer.length))
  return isSubschemaKeyword(keyword) && SUBSCHEMAS[keyword].about === 'value'
}

/** A value that has to fit a schema in order to fit that schema can never be judged. */
function refuseCycles(files: FileSet, edges: ReadonlyMap<string, readonly Place[]>): void {
  const done = new Set<string>()
  for (const start of edges.keys()) {
    const path = new Set<string>()
    const stack: { readonly address: string; readonly next: Iterator<Place> }[] = []
    const enter = (address: string) => {
      path.add(address)
      stack.push({ address, next: (edges.get(address) ?? []).values() })
    }
    if (!done.has(start)) enter(start)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { done: exhausted, value: place } = top.next.next()
      if (exhausted) {
        done.add(top.address)
        path.delete(top.address)
        stack.pop()
      } else if (path.has(addressOf(place.source))) {
        const reason = 'this leads by $ref back to itself without describing anything on the way'
        throw files.error(`${reason}; refer to another definition, or put a property or items in between`, place.source)
      } else if (!done.has(addressOf(place.source))) enter(addressOf(place.source))
    }
  }
}
