import { type Json, type Pointer, parentPointer, writeJson } from '../../json/index.ts'
import { addressOf, type Contract, type Operation } from '../model/index.ts'
import type { Constraint } from './constraint.ts'
import { type DefinedPlace, definitionAround, definitionNamed, isWrittenOut, namesAt } from './definition.ts'
import { operationConstraints } from './operation-constraints.ts'

/**
 * Where a document makes its demands. A shared component is one place, whichever operations and messages refer to it, and
 * so is a definition that several write out in the same words: the constraints of several ids may be of one place.
 */
export interface DocumentPlaces {
  /** What the place of a constraint is told by; undefined if the document has no constraint of that id. */
  placeOf(id: string): string | undefined
  /** The same of what is shared by name alone: what is only written in the same words may be mended at one of its uses. */
  sharedPlaceOf(id: string): string | undefined
  /** The first constraint in the document that is of a place. */
  firstIdAt(place: string): string | undefined
  /** The place of a case whose name begins with one of the request; undefined if it is of its operation alone. */
  placeOfCase(operation: string, name: string): string | undefined
  /** The first operation in the document whose case of that name is of a place. */
  firstOperationAt(place: string, name: string): string | undefined
  /** Whether a case of one name is of one place in two operations. */
  isOneCase(name: string, first: string, second: string): boolean
  /** The properties that an object in the body of a request has by name; undefined if other schemas may add to them. */
  namesAt(operation: string, pointer: Pointer): readonly string[] | undefined
  /** All operations and constraints, in the order of the document. */
  readonly order: readonly string[]
}

const known = new WeakMap<Contract, DocumentPlaces>()

/** The places of a contract, of all its operations. They are read once. */
export function documentPlaces(contract: Contract): DocumentPlaces {
  const places = known.get(contract) ?? readPlaces(contract)
  known.set(contract, places)
  return places
}

function readPlaces(contract: Contract): DocumentPlaces {
  const places = new Map<string, string>()
  const shared = new Map<string, string>()
  const firstIds = new Map<string, string>()
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  const order: string[] = []
  for (const operation of contract.operations) {
    order.push(operation.id)
    for (const constraint of operationConstraints(contract, operation)) {
      const place = placeIn(operation, constraint)
      places.set(constraint.id, place)
      shared.set(constraint.id, isWrittenOut(constraint.source) ? constraint.id : place)
      if (!firstIds.has(place)) firstIds.set(place, constraint.id)
      order.push(constraint.id)
    }
  }
  const placeOfCase = (id: string, name: string): string | undefined => {
    const operation = operations.get(id)
    return operation && casePlaceIn(contract, operation, name)
  }
  return {
    placeOf: (id) => places.get(id),
    sharedPlaceOf: (id) => shared.get(id),
    firstIdAt: (place) => firstIds.get(place),
    placeOfCase,
    firstOperationAt: (place, name) => contract.operations.find(({ id }) => placeOfCase(id, name) === place)?.id,
    isOneCase(name, first, second) {
      const place = placeOfCase(first, name)
      return first === second || (place !== undefined && place === placeOfCase(second, name))
    },
    namesAt(id, pointer) {
      const operation = operations.get(id)
      return operation && namesAt(contract, operation, pointer)
    },
    order,
  }
}

/**
 * Several demands may stand at one pointer: each name in a list of required ones is a demand of its own. Which methods
 * there are is said by the path, once for all of its operations.
 */
function placeIn(operation: Operation, constraint: Constraint): string {
  const { kind, source, value } = constraint
  const part = partOfRequest(constraint)
  if (part) return writeJson([kind, ...part])
  const name = kind === 'required' ? [value] : []
  const defined = definitionAround(operation, constraint)
  if (defined && isWrittenOut(defined.source)) return writeJson([kind, constraint.party, ...keyOf(defined), ...name])
  // Where it leads is said by the path: a document writes out for each method alike what may come of that.
  if (kind === 'status' && isWrittenOut(source))
    return writeJson([kind, source.file, operation.path, value, operation.responses.map(({ status }) => status)])
  const { file, pointer } = source
  return writeJson([kind, file, kind === 'method' ? pathPointer(pointer) : pointer, ...name])
}

/** The path of an operation: methods without a field of their own stand one level deeper (3.2, Path Item Object). */
const pathPointer = (pointer: Pointer): Pointer => parentPointer(pointer).replace(/\/additionalOperations$/, '')

/** What is asked of no value: how the parts of a request are read at all, which a server does for all operations alike. */
function partOfRequest(constraint: Constraint): string[] | undefined {
  if (constraint.party !== 'client') return undefined
  switch (constraint.kind) {
    case 'encoding':
      return [constraint.place.in]
    case 'mediaType':
      return [...constraint.value]
    case 'syntax':
      return [constraint.value]
    case 'presence':
      return constraint.place.in === 'body' ? [constraint.place.in] : undefined
    default:
      return undefined
  }
}

const keyOf = ({ source, words, below }: DefinedPlace): Json[] =>
  isWrittenOut(source) ? [source.file, words, below] : [addressOf(source), below]

function casePlaceIn(contract: Contract, operation: Operation, name: string): string | undefined {
  // The form of a media type is nothing of the body.
  if (name.startsWith('request.body: media type '))
    return writeJson([name, ...(operation.requestBody?.content ?? []).map((media) => media.name)])
  const defined = definitionNamed(contract, operation, name)
  return defined && writeJson(keyOf(defined))
}
