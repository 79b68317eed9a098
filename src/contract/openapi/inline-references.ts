import { isObject, type Json, type Pointer, withoutProperty, withValueAt } from '../../json/index.ts'
import { addressOf, type Source } from '../model/index.ts'
import type { FileSet } from './file-set.ts'
import { type Kind, partsOf } from './grammar.ts'
import { type Place, referenceOf } from './place.ts'

/** A copy of the root document, and where each place in the copy comes from. */
export interface Inlined {
  readonly document: Json
  sourceOf(pointer: Pointer): Source
}

/**
 * Puts what other files describe into a copy of the root document, so that it can be checked as one. Schemas stay
 * references: they have a check of their own, and a few of them can refer to each other in more ways than fit a memory.
 */
export function inlineReferences(files: FileSet): Inlined {
  const origins: { readonly pointer: Pointer; readonly source: Source }[] = []
  const inlined = new Set<string>()

  function copy(kind: Kind, place: Place, at: Pointer): Json {
    if (kind === 'schema') return place.value
    const reference = referenceOf(place.value)
    if (reference === undefined) return copyParts(kind, place, at)
    const target = files.deref(place)
    const address = addressOf(target.source)
    if (target.source.file === files.root.name || inlined.has(address)) {
      // The published schema of 3.1 forgets that a path item may refer to another.
      if (kind === 'path item') return withoutReference(copyParts(kind, place, at))
      // Beside a reference, 2.0 and 3.0 ignore everything, and their own schemas refuse it.
      return files.dialect.refStandsAlone ? { $ref: reference } : place.value
    }
    inlined.add(address)
    origins.push({ pointer: at, source: target.source })
    return copyParts(kind, target, at)
  }

  function copyParts(kind: Kind, place: Place, at: Pointer): Json {
    let result = place.value
    for (const part of partsOf(kind, place)) {
      const relative = part.place.source.pointer.slice(place.source.pointer.length)
      const value = copy(part.kind, part.place, at + relative)
      if (value !== part.place.value) result = withValueAt(result, relative, value)
    }
    return result
  }

  const source: Source = { file: files.root.name, pointer: '' }
  origins.push({ pointer: '', source })
  const document = copy('document', { value: files.root.value, source }, '')
  return {
    document,
    sourceOf: (pointer) => {
      const around = origins.filter((origin) => pointer === origin.pointer || pointer.startsWith(`${origin.pointer}/`))
      const nearest = around.reduce((a, b) => (b.pointer.length >= a.pointer.length ? b : a))
      return { file: nearest.source.file, pointer: nearest.source.pointer + pointer.slice(nearest.pointer.length) }
    },
  }
}

const withoutReference = (item: Json): Json => (isObject(item) ? withoutProperty(item, '$ref') : item)
