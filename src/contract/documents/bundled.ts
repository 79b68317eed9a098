import { appendToken, isArray, isObject, type Json, type Pointer, parentPointer } from '../../json/index.ts'
import { BUNDLED_FILE, type BundledContract, bundledDocument, bundled as withoutLines } from '../bundled/index.ts'
import { BUNDLED_LINES } from './bundled-lines.ts'

let contract: BundledContract | undefined

/**
 * The contract of FunctionGraph's StartSyncWorkflowExecution, which comes with this package. It is built once, and not
 * checked: a test does that whenever its document changes.
 */
export function bundled(): BundledContract {
  contract ??= { ...withoutLines(), lineOf: createLocator() }
  return contract
}

/** The lines are known: to parse the document for them would take longer than most runs. */
function createLocator(): BundledContract['lineOf'] {
  let lines: ReadonlyMap<Pointer, number | undefined> | undefined
  return ({ file, pointer }) => {
    if (file !== BUNDLED_FILE) return undefined
    lines ??= new Map(pointersIn(bundledDocument).map((place, index) => [place, BUNDLED_LINES[index]]))
    // What the author did not write stands where the nearest place around it does.
    let place = pointer
    while (place !== '' && !lines.has(place)) place = parentPointer(place)
    return lines.get(place)
  }
}

/** The pointers of a value and of all that is in it, in the order in which they stand there. */
export function pointersIn(value: Json, pointer: Pointer = ''): Pointer[] {
  const members = isArray(value) || isObject(value) ? Object.entries(value) : []
  return [pointer, ...members.flatMap(([token, member]) => pointersIn(member, appendToken(pointer, token)))]
}
