import { appendToken, isArray, isObject, property } from '../../json/index.ts'
import type { DocumentNode } from './document-node.ts'
import type { Fault } from './fault.ts'
import type { FileSet } from './file-set.ts'
import { isForeign } from './is-foreign.ts'

/** Where a schema that asks for less lets less in: what nobody judges would be judged wrongly. */
const TURNED = /\/(?:not|if|oneOf)(?:\/|$)/

/**
 * What is left out of judging where that would make another demand of it: a pattern of another language, or an `enum`
 * without an element, under `not`, `if` or `oneOf`, and such a pattern as a name in `patternProperties`.
 */
export function* unjudgedFaults(files: FileSet, nodes: readonly DocumentNode[]): Generator<Fault, void> {
  for (const { value, source } of nodes) {
    if (!isObject(value)) continue
    const place = (keyword: string) => ({ ...source, pointer: appendToken(source.pointer, keyword) })
    const pattern = property(value, 'pattern')
    const members = property(value, 'enum')
    const named = property(value, 'patternProperties') ?? {}
    const isTurned = TURNED.test(source.pointer)
    if (isTurned && typeof pattern === 'string' && isForeign(pattern))
      yield files.fault(`${WHY} under not, if or oneOf it cannot be left out`, place('pattern'))
    if (isTurned && members !== undefined && isArray(members) && members.length === 0)
      yield files.fault('an empty enum says nothing; under not, if or oneOf it cannot be left out', place('enum'))
    if (isObject(named) && Object.keys(named).some(isForeign))
      yield files.fault(`${WHY} as a name it cannot be left out`, place('patternProperties'))
  }
}

const WHY = 'a regular expression of another language than JavaScript (ECMA-262) is not judged;'
