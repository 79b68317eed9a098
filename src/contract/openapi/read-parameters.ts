import type { Parameter, ParameterLocation, ParameterStyle } from '../model/index.ts'
import { flag, type Place, text } from './place.ts'
import { describedBy, nameOf } from './read-messages.ts'
import { derefItems, type Reading, readExamples } from './reading.ts'

const LOCATIONS: { readonly [location in ParameterLocation]: ParameterStyle } = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
}
const STYLES: readonly ParameterStyle[] = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
]
/** Described elsewhere and ignored as parameters (3.1, Parameter Object, `name`). */
const NO_PARAMETERS = new Set(['accept', 'content-type', 'authorization'])

export const locationOf = (place: Place): ParameterLocation | undefined => {
  const location = text(place, 'in')
  return location === 'path' || location === 'query' || location === 'header' || location === 'cookie'
    ? location
    : undefined
}

export const defaultStyle = (location: ParameterLocation): ParameterStyle => LOCATIONS[location]

/** The parameters of an operation as they are written, those of its path first, unless it has its own of that name. */
export function mergedParameters(reading: Reading, path: readonly Place[], operation: Place): Place[] {
  const merged = new Map<string, Place>()
  for (const level of [...path, operation]) {
    const own = new Set<string>()
    for (const place of derefItems(reading, level, 'parameters')) {
      const name = nameOf(place)
      // Header names are case-insensitive (RFC 9110, 5.1).
      const key = text(place, 'in') === 'header' ? name.toLowerCase() : name
      const id = `${text(place, 'in')} ${key}`
      if (own.has(id)) {
        const where = `the ${text(place, 'in')} parameter ${JSON.stringify(name)}`
        throw reading.files.error(`${where} is described twice; remove one`, place.source)
      }
      own.add(id)
      merged.set(id, place)
    }
  }
  return [...merged.values()]
}

/** A parameter of OpenAPI 3; undefined where the specification says to ignore it. */
export function readParameter(reading: Reading, place: Place): Parameter | undefined {
  const location = locationOf(place)
  const name = nameOf(place)
  if (location === undefined || (location === 'header' && NO_PARAMETERS.has(name.toLowerCase()))) return undefined
  const { schemaPlace, ...described } = describedBy(reading, place)
  const style = STYLES.find((known) => known === text(place, 'style')) ?? LOCATIONS[location]
  return {
    name,
    in: location,
    required: location === 'path' || flag(place, 'required') === true,
    style,
    explode: flag(place, 'explode') ?? style === 'form',
    allowReserved: flag(place, 'allowReserved') ?? false,
    ...described,
    examples: readExamples(reading, place, schemaPlace),
    source: place.source,
  }
}
