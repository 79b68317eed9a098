import { isObject, type Json, type Pointer, type Replacement, withoutProperty, withValuesAt } from '../../json/index.ts'
import { addressOf, type Source } from '../model/index.ts'
import { referenceOf } from './document-node.ts'
import type { FileSet } from './file-set.ts'
import { type Part, partsOf } from './grammar.ts'

/** A copy of the root document, and where each value in the copy comes from. */
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

  function copy({ kind, node }: Part, pointer: Pointer): Json {
    if (kind === 'schema') return node.value
    const reference = referenceOf(node.value)
    if (reference === undefined) return copyParts({ kind, node }, pointer)
    const target = files.endOf(node)
    // Where a reference leads has a check of its own.
    if ('error' in target) return node.value
    const address = addressOf(target.source)
    if (target.source.file === files.root.name || inlined.has(address)) {
      // The published schema of 3.1 forgets that a path item may refer to another.
      if (kind === 'path item') return withoutReference(copyParts({ kind, node }, pointer))
      // Beside a reference, 2.0 and 3.0 ignore everything, and their own schemas refuse it.
      return files.dialect.refStandsAlone ? { $ref: reference } : node.value
    }
    inlined.add(address)
    origins.push({ pointer, source: target.source })
    return copyParts({ kind, node: target }, pointer)
  }

  function copyParts(part: Part, pointer: Pointer): Json {
    const { value, source } = part.node
    const replacements: Replacement[] = []
    for (const below of partsOf(part, files.dialect)) {
      const relative = below.node.source.pointer.slice(source.pointer.length)
      const copied = copy(below, pointer + relative)
      if (copied !== below.node.value) replacements.push({ pointer: relative, value: copied })
    }
    // At once: a copy of `paths` for each of its items would grow with their square.
    return withValuesAt(value, replacements) ?? null
  }

  origins.push({ pointer: '', source: files.rootNode.source })
  const document = copy({ kind: 'document', node: files.rootNode }, '')
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
