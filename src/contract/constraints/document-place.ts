import { parentPointer } from '../../json/index.ts'
import type { Contract } from '../model/index.ts'
import type { Constraint } from './constraint.ts'
import { operationConstraints } from './operation-constraints.ts'

/**
 * Where a document makes its demands. A shared component is one place, whichever operations and messages refer to it: so
 * the constraints of several ids may be of one place.
 */
export interface DocumentPlaces {
  /** What the place of a constraint is told by; undefined if the document has no constraint of that id. */
  placeOf(id: string): string | undefined
  /** The first constraint in the document that is of a place. */
  firstIdAt(place: string): string | undefined
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
  const firstIds = new Map<string, string>()
  const order: string[] = []
  for (const operation of contract.operations) {
    order.push(operation.id)
    for (const constraint of operationConstraints(contract, operation)) {
      const place = placeIn(constraint)
      places.set(constraint.id, place)
      if (!firstIds.has(place)) firstIds.set(place, constraint.id)
      order.push(constraint.id)
    }
  }
  return { placeOf: (id) => places.get(id), firstIdAt: (place) => firstIds.get(place), order }
}

/**
 * Several demands may stand at one pointer: each name in a list of required ones is a demand of its own. Which methods
 * there are is said by the path, once for all of its operations.
 */
const placeIn = ({ kind, source: { file, pointer }, value }: Constraint): string =>
  JSON.stringify([
    kind,
    file,
    kind === 'method' ? parentPointer(pointer) : pointer,
    ...(kind === 'required' ? [value] : []),
  ])
