import {
  appendToken,
  formatPointer,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  valueAt,
  withValuesAt,
} from '../../json/index.ts'
import type { ContractError, Source } from '../model/index.ts'
import {
  type Dialect,
  type Fault,
  type FileSet,
  inlineReferences,
  isUnknownMethod,
  type Uses,
} from '../openapi/index.ts'
import { readInSpiteOf } from './read-in-spite.ts'
import { type Violation, violationsOf } from './violations.ts'

const MOST_TOLD = 3

/** Rejects with ContractError if the document is not as the JSON Schema of its version has it. */
export async function requireValid(files: FileSet): Promise<void> {
  const { document, sourceOf } = inlineReferences(files)
  const violations = isObject(document) ? await violationsOf(document, files.dialect) : []
  if (violations.length > 0) throw allInOne(violations, files, sourceOf)
}

/** The place of the first violation is that of the error. The others name theirs. */
function allInOne(
  violations: readonly Violation[],
  files: FileSet,
  sourceOf: (pointer: Pointer) => Source,
): ContractError {
  const sentences = violations.slice(0, MOST_TOLD).map(({ pointer, sentence }, index) => {
    if (index === 0) return sentence
    const source = sourceOf(pointer)
    return `at ${source.file === files.root.name ? '' : source.file}#${source.pointer}, ${sentence}`
  })
  const more = violations.length - sentences.length
  const rest = more > 0 ? `; and ${more} more` : ''
  const reason = `${sentences.join('; ')}${rest}`
  return files.error(notAs(files, reason), sourceOf(violations[0]?.pointer ?? ''))
}

const notAs = ({ dialect }: FileSet, sentence: string): string =>
  `this is not as OpenAPI ${dialect.version} has it${sentence === '' ? '' : `: ${sentence}`}`

/** A parameter that is described twice, and an operation of a method that nobody knows. */
function isToldWhenRead(document: Json, { pointer, name }: Violation, dialect: Dialect): boolean {
  if (name === undefined) return /\/parameters$/.test(pointer)
  const member = valueAt(document, appendToken(pointer, name))
  return member !== undefined && isUnknownMethod(name, member, dialect)
}

/** Reading in spite of one violation may bring another to light, in the same place or around it. */
const MOST_ROUNDS = 10

/**
 * What in a document is not as the JSON Schema of its version has it: `closing` what cannot be used, and `harmless` what
 * everybody reads all the same.
 */
export async function documentFaults(
  files: FileSet,
  uses: Uses,
): Promise<{ readonly closing: readonly Fault[]; readonly harmless: readonly Fault[] }> {
  const { document, sourceOf } = inlineReferences(files)
  const harmless: Fault[] = []
  const closing: Violation[] = []
  let current = document
  for (let round = 0; round < MOST_ROUNDS && isObject(current); round++) {
    // What is still there is not looked through: who knows what it hides?
    const isLast = round === MOST_ROUNDS - 1
    const before = current
    const unread: Violation[] = []
    for (const violation of await violationsOf(current, files.dialect)) {
      const read: Json | undefined = isLast
        ? undefined
        : readInSpiteOf(current, violation, (pointer) => uses.kindAt(sourceOf(pointer)))
      if (read === undefined) unread.push(violation)
      else {
        if (!isToldWhenRead(current, violation, files.dialect)) harmless.push(faultOf(violation))
        current = read
      }
    }
    if (current !== before && !isLast) continue
    closing.push(...unread)
    const closed = unread.map(placeOf).filter((place) => place !== '')
    if (isLast || closed.length < unread.length || closed.length === 0) break
    current = withoutClosed(current, closed)
  }
  return { closing: closing.map(faultOf), harmless }

  function faultOf(violation: Violation): Fault {
    return files.fault(notAs(files, violation.sentence), sourceOf(placeOf(violation)))
  }
}

const placeOf = ({ pointer, name, keyword }: Violation): Pointer =>
  name === undefined || keyword === 'required' ? pointer : appendToken(pointer, name)

/** How deep operations and components stand: a path and a method, `components`, their kind and a name. */
const CLOSED_DEPTH = 3

/** A document without the operations and components that are closed, so that what is wrong around them is seen. */
function withoutClosed(document: Json, places: readonly Pointer[]): Json {
  const closed = new Set(places.map((place) => formatPointer(parsePointer(place).slice(0, CLOSED_DEPTH))))
  return (
    withValuesAt(
      document,
      [...closed].map((pointer) => ({ pointer, value: undefined })),
    ) ?? null
  )
}
