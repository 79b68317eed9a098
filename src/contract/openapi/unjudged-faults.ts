import { appendToken, isArray, isObject, isWithin, parsePointer, property } from '../../json/index.ts'
import { addressOf, type Source } from '../model/index.ts'
import { type DocumentNode, objectOf } from './document-node.ts'
import type { Fault } from './fault.ts'
import type { FileSet } from './file-set.ts'
import type { Part } from './grammar.ts'
import { isForeign } from './is-foreign.ts'
import type { Uses } from './uses.ts'

/** Something that is left out of judging, and the schema that it stands in. */
interface LeftOut {
  readonly within: Source
  readonly at: Source
  readonly what: string
}

/**
 * What is left out of judging where that would make another demand of it: a pattern of another language, or an `enum`
 * without an element, below a keyword that lets in less if it is given more, and such a pattern as a name in
 * `patternProperties`. A `$ref` may lie between the keyword and what is left out.
 */
export function* unjudgedFaults(files: FileSet, schemas: readonly DocumentNode[], uses: Uses): Generator<Fault, void> {
  const waiting: LeftOut[] = []
  for (const { value, source } of schemas) {
    if (!isObject(value)) continue
    const place = (keyword: string) => ({ ...source, pointer: appendToken(source.pointer, keyword) })
    const pattern = property(value, 'pattern')
    const members = property(value, 'enum')
    const named = property(value, 'patternProperties') ?? {}
    if (isObject(named) && Object.keys(named).some(isForeign))
      yield files.fault(`${UNJUDGED}; as a name it cannot be left out`, place('patternProperties'))
    if (typeof pattern === 'string' && isForeign(pattern))
      waiting.push({ within: source, at: place('pattern'), what: UNJUDGED })
    if (members !== undefined && isArray(members) && members.length === 0)
      waiting.push({ within: source, at: place('enum'), what: 'an empty enum says nothing' })
  }
  yield* turnedFaults(files, waiting, uses)
}

const UNJUDGED = 'a regular expression of another language than JavaScript (ECMA-262) is not judged'

/** From what is left out to all schemas around it, each once: the first that is turned is at fault. */
function* turnedFaults(files: FileSet, waiting: LeftOut[], uses: Uses): Generator<Fault, void> {
  const visited = new Set<string>()
  for (const leftOut of waiting) {
    const { within, at, what } = leftOut
    const address = addressOf(within)
    if (visited.has(address)) continue
    visited.add(address)
    for (const user of uses.usersOf(within)) {
      const keyword = turningKeyword(user, within)
      const { source } = user.node
      if (keyword !== undefined) {
        const isInline = at.file === within.file && isWithin(at.pointer, within.pointer)
        const place = isInline ? '' : ` of ${addressOf(source)}`
        const { error } = files.fault(`${what}; under ${keyword}${place} it cannot be left out`, at)
        yield { source: within, error }
      } else if (user.kind === 'schema') waiting.push({ ...leftOut, within: source })
    }
  }
}

/** The keyword by which a schema holds another and lets in less if that lets in more; undefined if it has none. */
function turningKeyword({ node }: Part, below: Source): string | undefined {
  const { file, pointer } = node.source
  if (file !== below.file || !isWithin(below.pointer, pointer)) return undefined
  const [keyword = ''] = parsePointer(below.pointer.slice(pointer.length))
  const isTurned = keyword === 'contains' ? Object.hasOwn(objectOf(node), 'maxContains') : TURNED.includes(keyword)
  return isTurned ? keyword : undefined
}

const TURNED: readonly string[] = ['not', 'if', 'oneOf']
